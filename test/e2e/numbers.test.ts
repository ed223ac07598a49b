/** How many calls the main job takes, by the sandbox's own count (design.md section 9). Times are the bench's matter. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectApplied } from '../support/applied.ts';
import { dnssync, folder } from '../support/cli.ts';
import { resultOf, spawnCli } from '../support/cli-process.ts';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox(['--named']);
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.ask('/reset?state=1', {}));

interface Logged {
  readonly method: string;
  readonly path: string;
}

async function requests(): Promise<Logged[]> {
  return (await sandbox.ask<{ requests: Logged[] }>('/log')).requests;
}

describe('calls', () => {
  it('a plan of 100 zones takes one list and one read a zone that holds records', async () => {
    const domains = Array.from({ length: 100 }, (_, index) => `zone${index}.example`);
    const records = [{ record_type: 'A', name: '@', value: '192.0.2.1', ttl: 3600 }];
    await sandbox.ask('/seed', { zones: domains.map((domain) => ({ domain, records })) });
    const files = domains.map(
      (domain) => [`zones/${domain}.yaml`, 'records: { "@": { A: 192.0.2.1 } }'] as const,
    );
    expect(
      (await dnssync(['plan', '--detailed-exitcode'], folder(Object.fromEntries(files)), sandbox.env)).code,
    ).toBe(0);
    const made = await requests();
    expect(made.filter(({ path }) => !path.includes('/account/me/'))).toHaveLength(101);
    expect(made.every(({ method }) => method === 'GET')).toBe(true);
  });

  it.each([1, 100])('1,000 mixed changes over %i zone(s) take exactly 1,000 writes', async (zones) => {
    const { seed, files } = thousand(zones);
    await sandbox.ask('/seed', { zones: seed });
    const cwd = folder(files);
    // Verified at the end, so that its calls are not among those counted.
    const { code, stdout, stderr } = await resultOf(
      spawnCli(['apply', '--yes', '--force'], cwd, sandbox.env),
    );
    expect(code, stdout.slice(-2000) + stderr.slice(-2000)).toBe(0);
    const made = await requests();
    const count = (method: string) => made.filter((request) => request.method === method).length;
    expect({ POST: count('POST'), PATCH: count('PATCH'), DELETE: count('DELETE') }).toEqual({
      POST: 400,
      PATCH: 400,
      DELETE: 200,
    });
    // One list, a read and a re-read a zone, and the account.
    expect(count('GET')).toBe(1 + 2 * zones + 1);
    expect((await dnssync(['plan', '--detailed-exitcode'], cwd, sandbox.env)).code).toBe(0);
    await expectApplied(['apply'], cwd, sandbox.env);
  });
});

/** 400 creates, 300 value updates, 100 ttl updates and 200 deletes, each at a name of its own so that none pair away. */
function thousand(zones: number) {
  const seed: { domain: string; records: object[] }[] = [];
  const files: Record<string, string> = {};
  for (let zone = 0; zone < zones; zone++) {
    const share = (count: number): number[] => Array.from({ length: count / zones }, (_, index) => index);
    const record = (name: string, value: string, ttl = 300) => ({ record_type: 'A', name, value, ttl });
    const lines = [
      ...share(400).map((index) => `  create${index}: { A: 192.0.2.1 }`),
      ...share(300).map((index) => `  value${index}: { A: 192.0.2.2 }`),
      ...share(100).map((index) => `  ttl${index}: { A: 192.0.2.3 }`),
    ];
    seed.push({
      domain: `zone${zone}.example`,
      records: [
        ...share(300).map((index) => record(`value${index}`, '192.0.2.1')),
        ...share(100).map((index) => record(`ttl${index}`, '192.0.2.3', 60)),
        ...share(200).map((index) => record(`delete${index}`, '192.0.2.4')),
      ],
    });
    files[`zones/zone${zone}.example.yaml`] = `ttl: 5m\nrecords:\n${lines.join('\n')}\n`;
  }
  return { seed, files };
}
