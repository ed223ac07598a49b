/**
 * A real named loads every state that a plan's orders lead through, and refuses just what test/support/bind-rules.ts
 * says it refuses: the rules by which the other transitions are judged.
 */
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fqdn } from '../../src/model/name.ts';
import type { Step } from '../../src/model/plan.ts';
import { Named } from '../../src/sandbox/bind/named.ts';
import { zonesConf } from '../../src/sandbox/bind/named-conf.ts';
import { findPrograms } from '../../src/sandbox/bind/programs.ts';
import { zoneFile } from '../../src/sandbox/bind/zone-file.ts';
import { zonePath, zonesFolder } from '../../src/sandbox/bind/zone-path.ts';
import { refusals } from '../support/bind-rules.ts';
import { DnsModel, type ModelRecord } from '../support/dns-model.ts';
import { linearOrder, planBetween } from '../support/plan-case.ts';
import { transitionArbitrary } from '../support/zone-arbitrary.ts';

const missing = ['named', 'rndc'].some((name) => spawnSync(name, ['-v']).error !== undefined);

const seed = 20_261_126;
const pairs = 80;
const serial = 1;
const ZONE = 'example.com.' as Fqdn;

interface State {
  readonly domain: string;
  readonly model: DnsModel;
}

/** A sequence of numbers in [0, 1) that is the same in every run. */
function* chances(): Generator<number, number> {
  for (let x = seed; ; ) {
    x = (Math.imul(x, 1_103_515_245) + 12_345) >>> 0;
    yield x / 2 ** 32;
  }
}

describe.skipIf(missing)(`states between ${pairs} generated pairs, by a real named`, () => {
  const random = chances();
  const choose = (): number => random.next().value;
  const onTheWay = new Map<string, DnsModel>();
  const astray = new Map<string, DnsModel>();
  const walk = (
    before: DnsModel,
    steps: readonly Step[],
    order: readonly number[],
    into: Map<string, DnsModel>,
  ) => {
    let now = before;
    for (const index of order) {
      now = now.after(steps[index] as Step, `new-${index}`);
      into.set(textOf(now), now);
    }
  };
  const transitions = [
    ...fc.sample(transitionArbitrary([ZONE]), { seed, numRuns: pairs }),
    { before: full('a', 100), after: full('b', 100) },
    { before: full('a', 60), after: full('b', 99) },
  ];
  for (const { before, after } of transitions) {
    const { steps, errors } = planBetween(before, after);
    if (errors.length > 0) continue;
    const listed = [...steps.keys()];
    walk(before, steps, listed, onTheWay);
    for (let sample = 0; sample < 2; sample++) walk(before, steps, linearOrder(steps, choose), onTheWay);
    // The same steps with no regard to what they wait for, so that the rules have something to refuse.
    const free = steps.map(({ change }) => ({ change, dependsOn: [] }));
    for (let sample = 0; steps.length < 20 && sample < 4; sample++) {
      walk(before, steps, linearOrder(free, choose), astray);
    }
  }
  // One more than named loads, though named-checkzone does (CVE-2024-1737).
  for (const model of [full('a', 100), full('a', 101)]) astray.set(textOf(model), model);
  const good = namedStates('good', onTheWay);
  const any = namedStates('any', astray);

  let folder: string;
  let named: Named | undefined;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dnssync-test-'));
    await mkdir(join(folder, zonesFolder));
    for (const { domain, model } of [...good, ...any]) {
      const stored = model.records.map((record, at) => inZone(record, domain, at));
      await writeFile(join(folder, zonePath(domain)), [...zoneFile(domain, serial, stored)].join(''));
    }
    await writeFile(join(folder, 'zones.conf'), zonesConf([...good, ...any].map(({ domain }) => domain)));
    const { named: program = '', rndc = '' } = await findPrograms(process.env.PATH ?? '');
    named = await Named.start({ named: program, rndc, folder });
  });
  afterAll(async () => {
    await named?.stop();
    await rm(folder, { recursive: true });
  });

  it('each state on the way loads', { timeout: 120_000 }, async () => {
    expect(good.length).toBeGreaterThan(300);
    for (const { domain, model } of good) {
      expect(await named?.refusalOf(domain, serial), `seed ${seed}\n${textOf(model)}`).toBeUndefined();
    }
  });

  it('what the rules refuse is refused, and nothing else', { timeout: 120_000 }, async () => {
    const verdicts = { loads: 0, refused: 0 };
    for (const { domain, model } of any) {
      // It runs, so that it has read every file by now.
      const verdict = (await named?.serialOf(domain)) === serial ? 'loads' : 'refused';
      verdicts[verdict]++;
      const refused = refusals(model);
      if (model.records.length > 100) expect(verdict).toBe('refused');
      expect(verdict, `${refused}\n${textOf(model)}`).toBe(refused.length === 0 ? 'loads' : 'refused');
    }
    expect(verdicts.loads).toBeGreaterThan(50);
    expect(verdicts.refused).toBeGreaterThan(10);
  });
});

/** One name with so many texts, of which none is like another. */
function full(token: string, count: number): DnsModel {
  const records = Array.from({ length: count }, (_, at) => ({
    zone: ZONE,
    id: `${token}${at}`,
    name: ZONE,
    type: 'TXT',
    value: `${token}${at}=1`,
    ttl: 300,
  }));
  return new DnsModel([ZONE], records);
}

function namedStates(prefix: string, models: ReadonlyMap<string, DnsModel>): State[] {
  return [...models.values()].map((model, at) => ({ domain: `${prefix}${at}.example`, model }));
}

function textOf(model: DnsModel): string {
  const lines = model.records.map(
    ({ name, type, priority = '', value, ttl }) => `${name} ${ttl} ${type} ${priority} ${value}`,
  );
  return lines.sort().join('\n');
}

/** The record as the service would hold it, in a zone of another name. */
function inZone({ name, type, value, ttl, priority }: ModelRecord, domain: string, at: number) {
  const renamed = (text: string): string => text.replaceAll('example.com', domain);
  return {
    uuid: `rec-${at}`,
    zone: domain,
    name: renamed(name).slice(0, -1),
    record_type: type,
    value: renamed(value),
    ttl,
    priority: priority ?? null,
    created_at: '2026-01-01T00:00:00.000000Z',
  };
}
