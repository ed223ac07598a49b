/** What a server must answer, beside what BIND does answer: every name and type near many small zones. */
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Fqdn, presentOwner } from '../../src/model/name.ts';
import { RECORD_TYPES, type RecordType } from '../../src/model/record.ts';
import { domainOf } from '../../src/model/zone.ts';
import { checkServer } from '../../src/verify/check-server.ts';
import { NetAsker } from '../../src/verify/net/asker.ts';
import { questionsOf } from '../../src/verify/questions.ts';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';
import { zonesArbitrary } from '../support/zone-arbitrary.ts';

const missing = ['named', 'named-checkzone'].some((name) => spawnSync(name, ['-v']).error !== undefined);
if (missing) process.stderr.write('BIND is not installed: the tests with a real named are SKIPPED\n');

const ZONES = Array.from({ length: 40 }, (_, index) => `z${index}.example.` as Fqdn);
const NAMES = [
  '@',
  'a',
  'b',
  'w',
  'x.w',
  'z.w',
  'q.x.w',
  'y.x.w',
  'z.y.x.w',
  '*.w',
  '*.x.w',
  '*',
  's',
  'n.s',
  'm.n.s',
  'no.s',
  'no',
  'no.no',
];

describe.skipIf(missing)('with a real named', { timeout: 60_000 }, () => {
  let sandbox: RunningSandbox;
  beforeAll(async () => {
    sandbox = await startSandbox(['--named']);
  });
  afterAll(() => sandbox.stop());

  it.each([1, 2, 3])('every answer is the expected one (seed %d)', async (seed) => {
    await sandbox.ask('/reset?state=1', {});
    const records = ZONES.flatMap((zone, index) => fullest(zone, 100 * seed + index));
    expect(records.length).toBeGreaterThan(100);
    await sandbox.ask('/seed', {
      zones: ZONES.map((zone) => ({
        domain: domainOf(zone),
        records: records
          .filter((each) => each.zone === zone)
          .map(({ type, name, value, ttl, priority = null }) => {
            return { record_type: type, name: presentOwner(name, zone), value, ttl, priority };
          }),
      })),
    });
    const published = await vi.waitFor(
      async () => {
        const { zones } = await sandbox.ask<{ zones: { domain: string; state: string }[] }>('/published');
        if (zones.length < ZONES.length || zones.some(({ state }) => state === 'pending'))
          throw new Error('pending');
        return new Set(zones.filter(({ state }) => state === 'published').map(({ domain }) => domain));
      },
      { timeout: 30_000, interval: 100 },
    );
    // What BIND refuses is another test's matter.
    expect(published.size).toBeGreaterThan(ZONES.length / 2);

    const port = Number(sandbox.dns?.split(':')[1]);
    const asker = new NetAsker({ timeoutSeconds: 5, signal: new AbortController().signal });
    let asked = 0;
    try {
      for (const zone of ZONES.filter((name) => published.has(domainOf(name)))) {
        const also = NAMES.flatMap((name) =>
          RECORD_TYPES.map((type) => ({ name: (name === '@' ? zone : `${name}.${zone}`) as Fqdn, type })),
        ).filter(({ name, type }) => name !== zone || type !== 'NS');
        const own = records.filter((each) => each.zone === zone);
        const { questions } = questionsOf(zone, own, also, 'nobody');
        asked += questions.length;
        const server = { host: '127.0.0.1', address: '127.0.0.1', port };
        const { check, found } = await checkServer(zone, server, questions, asker);
        expect(check.status).toBe('answers');
        const wrong = [...found].map(([{ name, type, expected }, what]) => ({ name, type, expected, what }));
        expect(wrong, JSON.stringify(own, null, 1)).toEqual([]);
      }
    } finally {
      asker.close();
    }
    expect(asked).toBeGreaterThan(2000);
  });
});

/** The one of a few random zones that holds most. */
function fullest(zone: Fqdn, seed: number) {
  const models = fc.sample(zonesArbitrary([zone], 20), { seed, numRuns: 8 });
  const [first = []] = models.map(({ records }) => records).sort((a, b) => b.length - a.length);
  return first.map((each) => ({ ...each, type: each.type as RecordType }));
}
