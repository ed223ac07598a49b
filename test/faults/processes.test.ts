/** The proofs of this folder once more, each at least 20 times with the real command line, real sockets and a sandbox beside it. */
import { expect, it } from 'vitest';
import { faultKinds } from '../../src/sandbox/faults/kinds.ts';
import { dnssyncUnverified, folder } from '../support/cli.ts';
import type { CliResult } from '../support/cli-process.ts';
import type { RunningSandbox } from '../support/sandbox.ts';
import { setUp, storedIn, withBoxes } from './support/box-pool.ts';
import { type ChangeSet, changeSet, differences, fileOf, wrongTtls } from './support/change-set.ts';
import { scaled, seeds, tell } from './support/scale.ts';
import type { Reading } from './support/virtual-sandbox.ts';

const READINGS: readonly Reading[] = [
  {},
  { lax: true, names: 'fqdn', errors: 'drf' },
  { type_change: false },
  { read_lag: 200 },
  { list: 'paginated' },
];
/** One refusal of these ends a run, or a change of it: what is left needs another run, as a person would begin it. */
const FINAL = ['400', '401', '403', '404', 'redirect'];
/** These stand for as long as one request may take: half a minute. */
const isLong = (kind: string): boolean => /^(hang|hold)-/.test(kind);
const SURVIVABLE = faultKinds.filter((kind) => !FINAL.includes(kind) && !isLong(kind));

const filesOf = ({ after }: ChangeSet): Record<string, string> =>
  Object.fromEntries(after.map((zone) => [`zones/${zone.domain}.yaml`, fileOf(zone)]));
const apply = (box: RunningSandbox, cwd: string): Promise<CliResult> =>
  dnssyncUnverified(['apply', '--yes', '--force'], cwd, box.env);

/** Runs again, as a person would, until all is done; gives the exit codes. */
async function applyUntilDone(box: RunningSandbox, cwd: string, most: number): Promise<(number | null)[]> {
  const exits: (number | null)[] = [];
  do exits.push((await apply(box, cwd)).code);
  while (exits.at(-1) !== 0 && exits.length < most);
  return exits;
}

async function expectGoal(box: RunningSandbox, { after }: ChangeSet, at: string): Promise<void> {
  const there = await storedIn(box);
  const end = { ...differences(there, after), ttls: wrongTtls(there, after) };
  expect(end, at).toEqual({ lost: [], doubled: [], stray: [], ttls: [] });
}

async function firedIn(box: RunningSandbox): Promise<string[]> {
  const { requests } = await box.ask<{ requests: { fault?: string }[] }>('/log');
  return requests.flatMap(({ fault }) => fault ?? []);
}

it('faults of all kinds that a run survives, at 10 and 25 %, in five readings', async () => {
  const sum = { runs: 0, faults: 0, again: 0 };
  await withBoxes(seeds(20, 200), async (box, seed, index) => {
    const set = changeSet(seed);
    const reading = READINGS[index % READINGS.length] ?? {};
    const at = `seed ${seed}, ${JSON.stringify(reading)}`;
    await setUp(box, set, reading);
    const rate = index % 2 === 0 ? 0.1 : 0.25;
    // What comes late is given its time before the judge looks, see below.
    await box.ask('/faults', { seed, rate, kinds: SURVIVABLE.filter((kind) => kind !== 'late') });
    const cwd = folder(filesOf(set));
    const exits = await applyUntilDone(box, cwd, 3);
    expect(exits.at(-1), `${at}: ${exits}`).toBe(0);
    sum.runs += exits.length;
    sum.again += exits.length - 1;
    sum.faults += (await firedIn(box)).length;
    await expectGoal(box, set, at);
  });
  tell('processes, faults', sum);
  expect(sum.faults).toBeGreaterThan(sum.runs);
}, 1_800_000);

it('a single fault of each kind', async () => {
  const kinds = faultKinds.filter((kind) => scaled(0, 1) === 1 || !/^hang-/.test(kind));
  const fired = new Map<string, number>();
  await withBoxes(kinds, async (box, kind, index) => {
    for (let turn = 0; turn < scaled(1, 5); turn++) {
      const set = changeSet(index + 1);
      await setUp(box, set, {});
      const nth = 4 + ((index + 5 * turn) % 12);
      await box.ask('/faults', [{ kind, nth, ms: 300 }]);
      const cwd = folder(filesOf(set));
      const at = `${kind} at request ${nth}, seed ${index + 1}`;
      const released = setInterval(() => {
        if (kind.startsWith('hold-')) void box.ask('/release', {}).catch(() => undefined);
      }, 300);
      const exits = await applyUntilDone(box, cwd, 2);
      clearInterval(released);
      for (const each of await firedIn(box)) fired.set(each, (fired.get(each) ?? 0) + 1);
      // Whether a final refusal leaves something to be done hangs on the request that it met.
      if (!FINAL.includes(kind)) expect(exits, at).toEqual([0]);
      expect(exits.at(-1), at).toBe(0);
      await expectGoal(box, set, at);
    }
  });
  tell('processes, single faults', { kinds: fired.size });
  expect([...fired.keys()].sort()).toEqual([...kinds].sort());
}, 1_800_000);

it('two and five appliers at once', async () => {
  const rounds = seeds(20, 100).map((seed, index) => ({ seed, appliers: index % 5 < 4 ? 2 : 5 }));
  const sum = { rounds: 0, runs: 0, overtaken: 0 };
  await withBoxes(rounds, async (box, { seed, appliers }, index) => {
    const set = changeSet(seed);
    const reading = READINGS[index % READINGS.length] ?? {};
    await setUp(box, set, reading);
    // Each in a checkout of its own, as runners are: in one folder the lock lets one of them in.
    const folders = Array.from({ length: appliers }, () => folder(filesOf(set)));
    const first = await Promise.all(folders.map((cwd) => apply(box, cwd)));
    const exits = await applyUntilDone(box, folders[0] ?? '', 3);
    const at = `seed ${seed}, ${appliers} at once, ${JSON.stringify(reading)}: ${exits}`;
    for (const { code } of first) expect([0, 1, 5], at).toContain(code);
    expect(exits.at(-1), at).toBe(0);
    sum.rounds++;
    sum.runs += appliers;
    sum.overtaken += first.filter(({ code }) => code !== 0).length;
    await expectGoal(box, set, at);
  });
  tell('processes, appliers', sum);
}, 1_800_000);

/** Retry-After as it may stand in a header, and until when (milliseconds) a caller must then be quiet that is told it now. */
interface Form {
  readonly name: string;
  readonly header: () => string;
  readonly until?: (now: number, header: string) => number;
}

const FORMS: readonly Form[] = [
  { name: 'seconds', header: () => '2', until: (now) => now + 2000 },
  {
    name: 'date',
    header: () => new Date(Date.now() + 4000).toUTCString(),
    until: (_, header) => Date.parse(header),
  },
  { name: 'fraction', header: () => '1.250', until: (now) => now + 1250 },
  { name: 'zero', header: () => '0' },
  { name: 'negative', header: () => '-5' },
  { name: 'garbage', header: () => 'soon, 3 or so' },
  { name: 'past date', header: () => new Date(Date.now() - 60_000).toUTCString() },
  { name: 'nothing', header: () => '' },
];
/** One call at a time, so that none is on its way while a refusal comes back: what the log has after it heeds it. */
const ONE_AT_A_TIME = { 'dnssync.yaml': 'concurrency: 1\n' };
/** The log has whole milliseconds. */
const ROUNDED = 1;

it('limits of 2, 10 and 50 calls a second, and each form of Retry-After', async () => {
  const trials = [2, 10, 50].flatMap((rate) => FORMS.map((form) => ({ rate, form })));
  const sum = { runs: 0, calls: 0, refused: 0 };
  await withBoxes(
    trials,
    async (box, { rate, form }) => {
      const names = Array.from({ length: Math.min(40, 3 * rate) }, (_, i) => `n${i}`);
      const record = (name: string) => ({ type: 'A', name, value: '192.0.2.1', ttl: 300, priority: null });
      const keep = { domain: 'example.com', records: [record('keep')] };
      const goal = { domain: 'example.com', records: ['keep', ...names].map(record) };
      const set = { before: [keep], after: [goal] };
      const at = `${rate} a second, ${form.name}`;
      await setUp(box, set, { throttle: rate });
      // The log counts from a moment ago, so that what it tells was rather later than is reckoned here.
      const began = Date.now();
      const header = form.header();
      await box.ask('/faults', [{ kind: '429', method: 'POST', nth: 2, retry_after: header }]);
      const cwd = folder({ ...filesOf(set), ...ONE_AT_A_TIME });
      const { code, stdout, stderr } = await apply(box, cwd);
      expect(code, `${at}: ${stdout}${stderr}`).toBe(0);
      await expectGoal(box, set, at);
      const { requests } = await box.ask<{
        requests: { n: number; at: number; status: number; fault?: string }[];
      }>('/log');
      const refused = requests.filter(({ status }) => status === 429);
      const early = refused.flatMap((refusal) => {
        const now = began + refusal.at;
        // The sandbox's own throttle asks for one second.
        const until = refusal.fault === undefined ? now + 1000 : (form.until?.(now, header) ?? now);
        return requests.filter((one) => one.n > refusal.n && began + one.at < until - ROUNDED);
      });
      expect(early, at).toEqual([]);
      expect(
        refused.some(({ fault }) => fault === '429'),
        at,
      ).toBe(true);
      sum.runs++;
      sum.calls += requests.length;
      sum.refused += refused.length;
    },
    8,
  );
  tell('processes, rates', sum);
}, 1_800_000);
