/** Every kind of fault, at every rate, in every reading of the page: nothing is lost and nothing is made twice. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultKinds } from '../../src/sandbox/faults/kinds.ts';
import { changeSet } from './support/change-set.ts';
import { prove, type Verdict } from './support/proof.ts';
import { seeds, tell } from './support/scale.ts';
import { openVirtualSandbox, type Reading, type VirtualSandbox } from './support/virtual-sandbox.ts';
import { useWires } from './support/wire.ts';

const READINGS: readonly (readonly [string, Reading])[] = [
  ['as on the page', {}],
  [
    'lax and in the spellings of others',
    { lax: true, names: 'fqdn-dot', case: 'upper', targets: 'dot', txt: 'chunked', errors: 'drf' },
  ],
  ['without changes of type', { type_change: false, list: 'paginated', page_size: 1, account: false }],
  ['with reads that lag', { read_lag: 300, names: 'empty-apex', errors: 'drf' }],
  [
    'throttled, with name servers of its own',
    { throttle: 20, apex_ns: true, priority: 'zero', names: 'zone-apex' },
  ],
];
const RATES = [0.05, 0.1, 0.25];
/** One refusal of these ends a run, or a change of it: what is left needs another run, as a person would begin it. */
const FINAL: ReadonlySet<string> = new Set(['400', '401', '403', '404', 'redirect']);
const RECOVERABLE = faultKinds.filter((kind) => !FINAL.has(kind));
const MIXES: readonly (readonly [string, readonly string[]])[] = [
  ...faultKinds.map((kind) => [kind, [kind]] as const),
  ['all that a run survives', RECOVERABLE],
];

let sandbox: VirtualSandbox;
let unplug: () => void;
beforeAll(async () => {
  unplug = useWires();
  sandbox = await openVirtualSandbox();
});
afterAll(async () => {
  unplug();
  await sandbox.close();
});

const fired = new Map<string, number>();
const sum = { trials: 0, runs: 0, requests: 0, faults: 0, again: 0, passes: 0, most: 0 };
const flat = new Map<string, Verdict>();

async function faultFree(seed: number, reading: Reading, what: string): Promise<number> {
  const key = `${what} ${seed}`;
  const verdict = flat.get(key) ?? (await prove(sandbox, { set: changeSet(seed), seed, reading }));
  flat.set(key, verdict);
  expect(
    verdict.runs.map(({ exit }) => exit),
    key,
  ).toEqual([0]);
  return verdict.runs[0]?.requests ?? 0;
}

describe.each(READINGS)('a service %s', (what, reading) => {
  it.each(MIXES)(
    'that fails by %s',
    async (word, kinds) => {
      for (const seed of seeds(2, 14)) {
        const few = await faultFree(seed, reading, what);
        for (const rate of RATES) {
          const at = `seed ${seed}, ${rate * 100} %, ${word}, ${what}`;
          const verdict = await prove(sandbox, { set: changeSet(seed), seed, reading, mix: { rate, kinds } });
          judge(verdict, at);
          const ratio = Math.max(...verdict.runs.map(({ requests }) => requests)) / few;
          expect(ratio, `requests of a run, ${at}`).toBeLessThanOrEqual(3);
          enter(verdict, ratio);
        }
      }
    },
    600_000,
  );
});

it('every kind of fault came', () => {
  tell('fault matrix', { ...sum, most: sum.most.toFixed(2), ...Object.fromEntries(fired) });
  expect(faultKinds.filter((kind) => !fired.has(kind))).toEqual([]);
});

function judge(verdict: Verdict, at: string): void {
  const { runs, lostAtAnEnd, doubledAtAnEnd, end, wrongTtls, violations, isSettled } = verdict;
  expect({ lostAtAnEnd, doubledAtAnEnd, end, wrongTtls, violations, isSettled }, at).toEqual({
    lostAtAnEnd: [],
    doubledAtAnEnd: [],
    end: { lost: [], doubled: [], stray: [] },
    wrongTtls: [],
    violations: {},
    isSettled: true,
  });
  expect(runs.at(-1)?.exit, at).toBe(0);
  expect(Math.max(...runs.map(({ passes }) => passes)), at).toBeLessThanOrEqual(3);
}

function enter({ runs, fired: own }: Verdict, ratio: number): void {
  sum.trials++;
  sum.runs += runs.length;
  sum.again += runs.length > 1 ? 1 : 0;
  sum.requests += runs.reduce((total, { requests }) => total + requests, 0);
  sum.passes = Math.max(sum.passes, ...runs.map(({ passes }) => passes));
  sum.most = Math.max(sum.most, ratio);
  for (const [kind, times] of own) {
    fired.set(kind, (fired.get(kind) ?? 0) + times);
    sum.faults += times;
  }
}
