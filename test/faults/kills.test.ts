/** kill -9 of the real command line at chosen instants: nothing is lost, nothing is made twice, the next run ends the work. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readPlanFile } from '../../src/load/plan-file.ts';
import { renderReport, reportToJson } from '../../src/render/report.ts';
import { whatHappened } from '../../src/runs/happened.ts';
import { readJournal } from '../../src/runs/journal.ts';
import { dnssyncUnverified, folder } from '../support/cli.ts';
import { type ChangeSet, changeSet, differences, fileOf, keyOf, wrongTtls } from './support/change-set.ts';
import { FATES, type Fate, runFolderIn, spoil, Truth } from './support/journals.ts';
import { KillableService, PHASES, type Phase } from './support/killable.ts';
import { prepare } from './support/proof.ts';
import { stored } from './support/run.ts';
import { FIRST_SEED, scaled, tell } from './support/scale.ts';
import type { Reading } from './support/virtual-sandbox.ts';

let service: KillableService;
beforeAll(async () => {
  service = await KillableService.open();
});
afterAll(() => service.close());

const APPLY = ['apply', '--yes', '--force'];
const run = (cwd: string, ...args: string[]) => dnssyncUnverified(args, cwd, service.env);

const folderOf = ({ after }: ChangeSet): string =>
  folder(Object.fromEntries(after.map((zone) => [`zones/${zone.domain}.yaml`, fileOf(zone)])));

/** What an undisturbed run sends. */
async function requestsOf(set: ChangeSet, seed: number): Promise<number> {
  prepare(service.sandbox, { set, seed, reading: {} });
  const before = service.seen;
  expect((await run(folderOf(set), ...APPLY)).code).toBe(0);
  return service.seen - before;
}

interface Death {
  readonly set: ChangeSet;
  readonly seed: number;
  readonly cwd: string;
  readonly nth: number;
  readonly phase: Phase;
}

/** Dies, and says whether it did, and after how many writes. */
async function die({ set, seed, cwd, nth, phase }: Death, reading: Reading) {
  prepare(service.sandbox, { set, seed, reading });
  const { code } = await service.kill(APPLY, cwd, nth, phase);
  return { isKilled: code === null, writes: service.sandbox.log.counters().writes };
}

/** Cuts the journal at every so many octets, and holds what is told from it then against the service's log. */
function expectTruthAtEveryCut(folder: string, every: number, at: string): number {
  const { plan } = readPlanFile(readFileSync(join(folder, 'plan.json'), 'utf8'));
  if (plan === undefined) throw new Error(`${at}: no plan`);
  const octets = readFileSync(join(folder, 'journal.jsonl'));
  const truth = new Truth(service.sandbox);
  const told = (text: string | undefined) => whatHappened(plan, readJournal(text));
  expect(truth.lies(reportToJson(told(octets.toString('utf8'))), true), at).toEqual([]);
  expect(truth.lies(reportToJson(told(undefined)), true), at).toEqual([]);
  let cuts = 0;
  for (let end = 0; end < octets.length; end += every) {
    const text = octets.subarray(0, end).toString('utf8');
    const report = told(text);
    const isCutInALine = text !== '' && !text.endsWith('\n');
    expect(truth.lies(reportToJson(report), isCutInALine), `${at}, journal cut at ${end}`).toEqual([]);
    if (cuts % 100 === 0) renderReport(report, { color: false });
    cuts++;
  }
  return cuts;
}

async function expectConvergence({ set, cwd }: Death, at: string): Promise<void> {
  const again = await run(cwd, ...APPLY);
  expect(again.code, `${at}: ${again.stdout}${again.stderr}`).toBe(0);
  const there = stored(service.sandbox);
  const end = { ...differences(there, set.after), ttls: wrongTtls(there, set.after) };
  expect(end, at).toEqual({ lost: [], doubled: [], stray: [], ttls: [] });
  expect(service.sandbox.checker.violations, at).toEqual([]);
}

/** So many deaths, spread over the requests of one change set after the other, each phase in turn. */
async function* deaths(count: number, perSet: number): AsyncGenerator<Death & { readonly requests: number }> {
  let made = 0;
  for (let seed = FIRST_SEED; made < count; seed++) {
    const set = changeSet(seed);
    const requests = await requestsOf(set, seed);
    const share = Math.min(requests, perSet);
    for (let index = 0; index < share && made < count; index++, made++) {
      const nth = 1 + Math.floor((index * requests) / share);
      const phase = PHASES[(index + seed) % PHASES.length] as Phase;
      yield { set, seed, cwd: folderOf(set), nth, phase, requests };
    }
  }
}

it('at every kind of instant, with the journal kept, deleted or torn, the next run ends the work', async () => {
  const kills = scaled(50, 500);
  const sum = { kills: 0, inTheMiddle: 0, ended: 0, recorded: 0, journalCuts: 0 };
  const chosen = new Map<string, number>();
  const fates = new Map<Fate, number>();
  for await (const death of deaths(kills, scaled(13, 40))) {
    const { set, seed, nth, phase, cwd, requests } = death;
    const at = `seed ${seed}, request ${nth} ${phase}`;
    const staying = new Set(differences(set.after, set.before).stray);
    const doubledBefore = differences(set.before, set.after).doubled;
    const { isKilled, writes } = await die(death, {});
    const then = differences(stored(service.sandbox), set.after);
    expect(
      then.lost.filter((key) => !staying.has(key)),
      at,
    ).toEqual([]);
    expect(
      then.doubled.filter((key) => !doubledBefore.includes(key)),
      at,
    ).toEqual([]);

    const folder = runFolderIn(cwd);
    const fate = FATES[sum.kills % FATES.length] as Fate;
    if (folder !== undefined && isKilled) {
      sum.recorded++;
      // At every octet for some, and for the others at as many as there is time for.
      const every = sum.recorded <= scaled(3, 50) ? 1 : 37;
      sum.journalCuts += expectTruthAtEveryCut(folder, every, at);
      spoil(folder, fate, (sum.kills * 0.618) % 1);
      fates.set(fate, (fates.get(fate) ?? 0) + 1);
    }
    await expectConvergence(death, `${at}, journal ${fate}`);
    sum.kills++;
    if (isKilled) chosen.set(phase, (chosen.get(phase) ?? 0) + 1);
    else sum.ended++;
    if (isKilled && writes > 0 && writes < requests - 4) sum.inTheMiddle++;
  }
  tell('kill -9', { ...sum, ...Object.fromEntries(chosen), ...Object.fromEntries(fates) });
  expect([...chosen.keys()].sort()).toEqual([...PHASES].sort());
  expect([...fates.keys()].sort()).toEqual([...FATES].sort());
  // Most of them in the middle of the writes, else this proves little.
  expect(sum.inTheMiddle).toBeGreaterThan(sum.kills / 2);
}, 3_600_000);

it('whatever became of the journal, runs tells no lie, and undo leads back to what stood before', async () => {
  const sum = { kills: 0, inTheMiddle: 0 };
  for await (const death of deaths(scaled(20, 150), scaled(8, 25))) {
    const { set, seed, nth, phase, cwd, requests } = death;
    const fate = FATES[sum.kills % FATES.length] as Fate;
    const at = `seed ${seed}, request ${nth} ${phase}, journal ${fate}`;
    // Copies of a record can be put back only where the service takes them.
    const { writes } = await die(death, { unique: false });
    sum.kills++;
    if (writes > 0 && writes < requests - 4) sum.inTheMiddle++;
    const folder = runFolderIn(cwd);
    if (folder === undefined) continue;
    const truth = new Truth(service.sandbox);
    spoil(folder, fate, (sum.kills * 0.618) % 1);

    const [list, show] = await Promise.all([run(cwd, 'runs'), run(cwd, 'runs', 'show', '--format', 'json')]);
    expect([list.code, list.stderr, show.code, show.stderr], at).toEqual([0, '', 0, '']);
    const shown = JSON.parse(show.stdout);
    expect(truth.lies(shown.report, fate !== 'torn'), at).toEqual([]);
    expect([list.stdout.includes(shown.end), shown.changes], at).toEqual([true, shown.report.changes.length]);
    if (shown.end === 'cut off' && fate === 'deleted') expect(shown.report.stopped).toContain('missing');

    const undo = await run(cwd, 'undo', '--yes', '--force');
    expect(undo.code, `${at}: ${undo.stdout}${undo.stderr}`).toBe(0);
    expect(texts(stored(service.sandbox)), at).toEqual(texts(set.before));
  }
  tell('kill -9 and undo', sum);
  expect(sum.inTheMiddle).toBeGreaterThan(sum.kills / 3);
}, 3_600_000);

/** Every record with its ttl, copies and all. */
function texts(zones: ChangeSet['before']): string[] {
  return zones
    .flatMap(({ domain, records }) => records.map((record) => `${keyOf(domain, record)} ${record.ttl}`))
    .sort();
}
