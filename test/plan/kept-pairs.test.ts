/** Pairs of live and desired on which the planner once failed, and their like: every moment of every order is judged. */
import { describe, expect, test } from 'vitest';
import type { Step } from '../../src/model/plan.ts';
import { DnsModel } from '../support/dns-model.ts';
import { applied, planBetween, showCase } from '../support/plan-case.ts';
import { PromiseTwo } from '../support/promise-two.ts';
import { record, ZONE } from '../support/records.ts';

interface Pair {
  readonly title: string;
  readonly live: readonly string[];
  readonly files: readonly string[];
}

const PAIRS: readonly Pair[] = [
  {
    title: 'a null MX that stands twice becomes a host',
    live: ['@ 300 MX 0 .', '@ 7200 MX 0 .'],
    files: ['@ 300 MX 10 mx.example.net'],
  },
  {
    title: 'an SPF that stands twice changes: never two that differ',
    live: ['@ 300 TXT v=spf1 -all', '@ 300 TXT v=spf1 -all'],
    files: ['@ 300 TXT v=spf1 a -all'],
  },
  {
    title: 'a null MX that stands twice becomes two hosts',
    live: ['@ 300 MX 0 .', '@ 7200 MX 0 .'],
    files: ['@ 300 MX 10 mx.example.net', '@ 300 MX 20 mx.example.org'],
  },
  {
    title: 'a policy that stands twice changes, and a note comes beside it',
    live: ['_dmarc 300 TXT v=DMARC1; p=none', '_dmarc 300 TXT v=DMARC1; p=none'],
    files: ['_dmarc 300 TXT v=DMARC1; p=reject', '_dmarc 300 TXT note'],
  },
  {
    title: 'an alias that stands twice leads elsewhere',
    live: ['www 300 CNAME a.example.net', 'www 300 CNAME a.example.net'],
    files: ['www 300 CNAME b.example.net'],
  },
  {
    title: 'addresses that stand twice change family',
    live: ['www 300 A 192.0.2.1', 'www 60 A 192.0.2.1', 'www 300 A 192.0.2.2'],
    files: ['www 300 A 192.0.2.3', 'www 300 AAAA 2001:db8::1'],
  },
  {
    title: 'a name server of the zone takes over from a wildcard, as does a name above it',
    live: ['@ 300 NS ns.x.example.com', '* 300 A 192.0.2.1'],
    files: ['x 300 A 192.0.2.2', 'ns.x 300 A 192.0.2.3'],
  },
  {
    title: 'a name server of the zone goes back to a wildcard, as does a name above it',
    live: ['@ 300 NS ns.x.example.com', 'x 300 A 192.0.2.2', 'ns.x 300 A 192.0.2.3'],
    files: ['* 300 A 192.0.2.1'],
  },
  {
    title: 'a delegation goes back to a wildcard, and its glue hides a name above itself meanwhile',
    live: ['w 300 NS ns.x.w.example.com', 'ns.x.w 300 A 192.0.2.1'],
    files: ['*.w 300 AAAA 2001:db8::1'],
  },
  {
    title: 'a delegation takes over from a wildcard, and its glue hides a name above itself meanwhile',
    live: ['*.w 300 AAAA 2001:db8::1'],
    files: ['w 300 NS ns.x.w.example.com', 'ns.x.w 300 A 192.0.2.1'],
  },
  {
    title:
      'an alias at the zone itself, which no service should hold, becomes its address before its name server',
    live: ['@ 300 CNAME host.example.net'],
    files: ['@ 300 AAAA 2001:db8::1', '@ 300 NS example.com'],
  },
  {
    title: 'a name server of the zone goes over from a wildcard to another below it',
    live: ['@ 300 NS ns.x.w.example.com', '*.w 300 A 192.0.2.1'],
    files: ['x.w 300 A 192.0.2.1', '*.x.w 300 AAAA 2001:db8::1'],
  },
];

describe('every moment of every order', () => {
  test.each(PAIRS)('$title', ({ live, files }) => {
    const [before, after] = [modelOf(live), modelOf(files)];
    const plan = planBetween(before, after);
    expect(plan.errors).toEqual([]);
    const gaps = plan.steps.flatMap(({ change }) => change.gap ?? []);
    const promise = new PromiseTwo(before, applied(plan, before), gaps);
    for (const done of downClosedSets(plan.steps)) {
      const now = done.reduce(
        (model, index) => model.after(plan.steps[index] as Step, `new-${index}`),
        before,
      );
      const broken = promise.broken(now);
      if (broken.length > 0) throw new Error(showCase(before, after, plan, done, broken));
    }
  });
});

function modelOf(texts: readonly string[]): DnsModel {
  const records = texts.map((text, at) => ({ ...record(text), zone: ZONE, id: `id-${at}` }));
  return new DnsModel([ZONE], records);
}

/** All sets of steps that hold what each of them waits for. */
function downClosedSets(steps: readonly Step[]): number[][] {
  expect(steps.length).toBeLessThanOrEqual(12);
  const sets: number[][] = [[]];
  for (const [index, { dependsOn }] of steps.entries()) {
    for (const set of [...sets])
      if (dependsOn.every((need) => set.includes(need))) sets.push([...set, index]);
  }
  return sets;
}
