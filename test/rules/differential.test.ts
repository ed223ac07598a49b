/**
 * Lint is at least as strict as named: one record that it refuses freezes the whole zone (dns-rules, fact 1). Thousands of
 * zones, valid and nearly so, for both: what dnssync accepts, a running named loads.
 */
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadTexts } from '../../src/load/load-texts.ts';
import { Source } from '../../src/load/source.ts';
import { refusalOf } from '../../src/sandbox/bind/gate.ts';
import { Named } from '../../src/sandbox/bind/named.ts';
import { zonesConf } from '../../src/sandbox/bind/named-conf.ts';
import { findPrograms } from '../../src/sandbox/bind/programs.ts';
import { zoneFile } from '../../src/sandbox/bind/zone-file.ts';
import { zonePath, zonesFolder } from '../../src/sandbox/bind/zone-path.ts';
import { inZone, type RawZone, rawZone, yamlOf } from '../support/differential-zones.ts';

const missing = ['named', 'rndc', 'named-checkzone'].some(
  (name) => spawnSync(name, ['-v']).error !== undefined,
);
const count = Number(process.env.DNSSYNC_RUNS ?? 3000);
const seed = Number(process.env.DNSSYNC_SEED ?? 20_261_126);
const serial = 1;

interface Judged {
  readonly domain: string;
  readonly zone: RawZone;
  /** Rules of the errors that dnssync found. */
  readonly rules: readonly string[];
}

describe.skipIf(missing)(`${count} zones, by dnssync and by named (seed ${seed})`, () => {
  const judged: Judged[] = fc.sample(rawZone, { seed, numRuns: count }).map((zone, at) => {
    const domain = `z${at}.example`;
    const { diagnostics } = loadTexts([new Source(`zones/${domain}.yaml`, yamlOf(zone, domain))]);
    const rules = diagnostics.filter(({ severity }) => severity === 'error').map(({ rule }) => rule);
    return { domain, zone, rules: [...new Set(rules)] };
  });
  let folder: string;
  let named: Named | undefined;
  let loads: ReadonlySet<string>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dnssync-test-'));
    await mkdir(join(folder, zonesFolder));
    for (const { domain, zone } of judged) {
      const stored = inZone(zone, domain).map(({ name, type, value, priority }, at) => ({
        uuid: `rec-${at}`,
        zone: domain,
        name,
        record_type: type,
        value,
        ttl: zone.ttl,
        priority: priority ?? null,
        created_at: '2026-01-01T00:00:00.000000Z',
      }));
      await writeFile(join(folder, zonePath(domain)), [...zoneFile(domain, serial, stored)].join(''));
    }
    await writeFile(join(folder, 'zones.conf'), zonesConf(judged.map(({ domain }) => domain)));
    const { named: program = '', rndc = '' } = await findPrograms(process.env.PATH ?? '');
    named = await Named.start({ named: program, rndc, folder });
    // It runs, so that it has read every file by now.
    const loaded = new Set<string>();
    for (const { domain } of judged) if ((await named.serialOf(domain)) === serial) loaded.add(domain);
    loads = loaded;
  });
  afterAll(async () => {
    await named?.stop();
    await rm(folder, { recursive: true });
  });

  it('none that named refuses is accepted', () => {
    const accepted = judged.filter(({ domain, rules }) => rules.length === 0 && !loads.has(domain));
    expect(accepted.map(({ domain, zone }) => ({ flaw: zone.flaw, yaml: yamlOf(zone, domain) }))).toEqual([]);
  });

  it('both verdicts of both judges occur in at least 30 % of the cases', () => {
    const share = (part: number): number => part / judged.length;
    const refused = judged.filter(({ rules }) => rules.length > 0).length;
    for (const part of [refused, judged.length - refused, loads.size, judged.length - loads.size]) {
      expect(share(part)).toBeGreaterThanOrEqual(0.3);
    }
  });

  it('of those made as valid at least 99 % are accepted', () => {
    const valid = judged.filter(({ zone }) => zone.flaw === undefined);
    const refused = valid.filter(({ rules }) => rules.length > 0);
    const shown = refused.slice(0, 3).map(({ domain, zone, rules }) => `${rules}\n${yamlOf(zone, domain)}`);
    expect(refused.length / valid.length, shown.join('\n')).toBeLessThanOrEqual(0.01);
  });

  it('what is refused and named would load is refused by rules that say why, and by no others', () => {
    const tally = new Map<string, number>();
    for (const { domain, rules } of judged) {
      if (!loads.has(domain)) continue;
      for (const rule of rules) tally.set(rule, (tally.get(rule) ?? 0) + 1);
    }
    const told = [...tally].map(([rule, times]) => `${rule} ${times}`).join(', ');
    process.stderr.write(`refused, though named loads it: ${told}\n`);
    expect([...tally.keys()].sort()).toEqual([
      'cname-loop',
      'duplicate',
      'glue-missing',
      'name-out-of-zone',
      'null-mx-conflict',
      'target-cname',
      'target-ip',
      'target-root',
      'target-syntax',
    ]);
  });

  it('named-checkzone agrees with named, but for sets of more than 100', async () => {
    const { checkzone = '' } = await findPrograms(process.env.PATH ?? '');
    const options = { cwd: folder, signal: new AbortController().signal };
    for (const { domain, zone } of judged.filter((_, at) => at % 20 === 0)) {
      const passes = (await refusalOf(checkzone, domain, zonePath(domain), options)) === undefined;
      expect(passes, `${zone.flaw} ${domain}`).toBe(
        loads.has(domain) || zone.flaw?.startsWith('101') === true,
      );
    }
  });
});
