/** `--shard i/n` and `render`: a repository of many zones planned in parts, and the parts joined into what one run would show. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dnssync, folder } from '../support/cli.ts';

const ZONES = Array.from({ length: 12 }, (_, i) => `zone${i}.example`);

function repository(): string {
  const files: Record<string, string> = {};
  const live = ZONES.map((domain, i) => {
    files[`zones/${domain}.yaml`] =
      `ttl: 5m\nrecords:\n  www: { A: 192.0.2.${i} }\n  txt: { TXT: "value ${i}" }\n  old: { A: 192.0.2.200 }\n`;
    const records = [
      {
        uuid: `${i}-1`,
        record_type: 'A',
        name: 'www',
        value: i % 2 === 0 ? `192.0.2.${i}` : '192.0.2.99',
        ttl: 300,
      },
      { uuid: `${i}-2`, record_type: 'CAA', name: '@', value: '0 issue "ca.example"', ttl: 300 },
      { uuid: `${i}-3`, record_type: 'HINFO', name: 'host', value: 'ARM64 Linux', ttl: 300 },
    ].map((record) => ({ priority: null, created_at: '2026-01-01T00:00:00Z', ...record }));
    return {
      uuid: `z${i}`,
      domain,
      record_count: records.length,
      created_at: '2026-01-01T00:00:00Z',
      records,
    };
  });
  const other = {
    uuid: 'other',
    domain: 'unmanaged.example',
    record_count: 0,
    created_at: '2026-01-01T00:00:00Z',
    records: [],
  };
  files['live.json'] = JSON.stringify([...live, other]);
  return folder(files);
}

/** The parts as files, and the plan of all. */
async function planned(cwd: string, count: number): Promise<{ parts: string[]; whole: string }> {
  const parts: string[] = [];
  for (let index = 1; index <= count; index++) {
    const { code, stdout } = await dnssync(
      ['plan', '--live', 'live.json', '--shard', `${index}/${count}`, '--format', 'json'],
      cwd,
    );
    expect(code).toBe(0);
    writeFileSync(join(cwd, `part-${index}.json`), stdout);
    parts.push(`part-${index}.json`);
  }
  const { stdout } = await dnssync(['plan', '--live', 'live.json', '--format', 'json'], cwd);
  return { parts, whole: stdout };
}

describe('parts of a plan', () => {
  it('are disjoint, and joined they are the whole, in every format', async () => {
    const cwd = repository();
    const { parts, whole } = await planned(cwd, 3);
    const joined = JSON.parse((await dnssync(['render', ...parts, '--format', 'json'], cwd)).stdout);
    const { cost, ...expected } = JSON.parse(whole);
    expect(joined).toMatchObject(expected);
    expect(joined.cost.writes).toBe(cost.writes);
    for (const format of ['markdown', 'diff']) {
      const direct = await dnssync(['plan', '--live', 'live.json', '--format', format], cwd);
      const rendered = await dnssync(['render', ...parts, '--format', format], cwd);
      expect([rendered.code, rendered.stdout]).toEqual([0, direct.stdout]);
    }
    expect((await dnssync(['render', ...parts, '--detailed-exitcode'], cwd)).code).toBe(2);
  });

  it('are nothing without each other: the same zone twice, another API, no plan at all', async () => {
    const cwd = repository();
    const { parts } = await planned(cwd, 2);
    const [first = ''] = parts;
    const twice = await dnssync(['render', first, first], cwd);
    expect([twice.code, twice.stderr]).toEqual([
      3,
      expect.stringContaining('two of these plans are of zone'),
    ]);
    const text = readFileSync(join(cwd, first), 'utf8');
    writeFileSync(
      join(cwd, 'other.json'),
      text.replace('"apiOrigin": "file"', '"apiOrigin": "https://other.example"'),
    );
    expect(await dnssync(['render', parts[1] ?? '', 'other.json'], cwd)).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('another API'),
    });
    writeFileSync(join(cwd, 'no.json'), '{}');
    for (const file of ['no.json', 'live.json', 'missing.json', 'zones/zone1.example.yaml']) {
      const { code, stderr } = await dnssync(['render', file], cwd);
      expect([file, code]).toEqual([file, 3]);
      expect(stderr).not.toMatch(/^\s+at /m);
    }
  });

  it('of which one could not look at a zone is joined into a plan that says so, and is exit 1', async () => {
    const cwd = repository();
    const { parts } = await planned(cwd, 2);
    const path = join(cwd, parts[0] ?? '');
    const json = JSON.parse(readFileSync(path, 'utf8'));
    json.errors.push({ zone: 'broken.example', code: 'api', message: 'no answer' });
    writeFileSync(path, JSON.stringify(json));
    const { code, stdout } = await dnssync(['render', ...parts], cwd);
    expect([code, stdout]).toEqual([1, expect.stringContaining('broken.example could not be planned')]);
  });
});

describe('--shard', () => {
  it('tells what is wrong in each file once, over all shards of validate', async () => {
    const cwd = folder(
      Object.fromEntries(ZONES.map((zone) => [`zones/${zone}.yaml`, 'records: { www: { A: nonsense } }\n'])),
    );
    const told: string[] = [];
    for (const shard of ['1/3', '2/3', '3/3']) {
      const { stdout } = await dnssync(['validate', '--shard', shard, '--format', 'json'], cwd);
      told.push(...[...stdout.matchAll(/zones\/zone\d+\.example\.yaml/g)].map(([file]) => file));
    }
    expect([...new Set(told)].sort()).toEqual(ZONES.map((zone) => `zones/${zone}.yaml`).sort());
    expect(told).toHaveLength(new Set(told).size);
  });

  it('that is none is invalid input, and beside a saved plan too', async () => {
    const cwd = folder({
      ...{ 'zones/a.example.yaml': 'records: { www: { A: 192.0.2.1 } }\n' },
      'plan.json': '{}',
    });
    expect((await dnssync(['plan', '--shard', '4/3'], cwd)).code).toBe(3);
    const { code, stderr } = await dnssync(['apply', 'plan.json', '--shard', '1/3'], cwd);
    expect([code, stderr]).toEqual([3, expect.stringContaining('--shard')]);
  });
});
