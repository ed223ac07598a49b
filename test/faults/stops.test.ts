/** A stop at each request of a run: no call after it, every change in the report once, and the next run ends the work. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeSet, differences, neverEmpty, wrongTtls } from './support/change-set.ts';
import { prepare, released } from './support/proof.ts';
import { applyOnce, desiredOf, stored } from './support/run.ts';
import { seeds, tell } from './support/scale.ts';
import { openVirtualSandbox, type Reading, type VirtualSandbox } from './support/virtual-sandbox.ts';
import { useWires } from './support/wire.ts';

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

describe.each<Reading>([{}, { type_change: false }])('at a service that reads the page as %j', (reading) => {
  it('a stop leaves nothing half done', async () => {
    const sum = { stops: 0, inTheMiddle: 0, after: 0 };
    for (const seed of seeds(4, 40)) {
      const set = changeSet(seed);
      const desired = desiredOf(set.after);
      const mayFinish = reading.type_change === false;
      for (let nth = 1; ; nth++) {
        const at = `seed ${seed}, stopped at request ${nth}`;
        prepare(sandbox, { set, seed, reading });
        const stop = new AbortController();
        let sent = 0;
        const methodsAfter: string[] = [];
        const run = applyOnce(sandbox, desired, {
          seed,
          stop: stop.signal,
          onSent: (_, method) => {
            if (stop.signal.aborted) methodsAfter.push(method);
            // As a signal comes: never between two calls that go out in one go.
            if (++sent === nth) setImmediate(() => stop.abort());
          },
        });
        const { exit, report } = await released(sandbox, run);
        if (sent < nth) break;
        sum.stops++;
        sum.after += methodsAfter.length;
        // A change of type that is half made is brought to its end, and nothing else is sent.
        if (mayFinish)
          expect(
            methodsAfter.filter((method) => method !== 'POST'),
            at,
          ).toEqual([]);
        else expect(methodsAfter, at).toEqual([]);
        if (report !== undefined) {
          const statuses = report.steps.map(({ outcome }) => outcome.status);
          expect(
            statuses.filter((status) => status === 'unknown' || status === 'failed'),
            at,
          ).toEqual([]);
          const places = new Set(report.steps.map(({ change }) => JSON.stringify(change)));
          expect(places.size, at).toBe(statuses.length);
          if (statuses.includes('done') && statuses.includes('not-tried')) sum.inTheMiddle++;
          if (exit !== 0) expect(report.stopped ?? report.verification.status, at).toMatch(/stop|unread/);
        }
        const there = new Set(stored(sandbox).flatMap((zone) => zone.records.map(({ name }) => name)));
        expect(
          neverEmpty(set).filter(({ name }) => !there.has(name)),
          at,
        ).toEqual([]);
        expect((await released(sandbox, applyOnce(sandbox, desired, { seed }))).exit, at).toBe(0);
        const end = {
          ...differences(stored(sandbox), set.after),
          ttls: wrongTtls(stored(sandbox), set.after),
        };
        expect(end, at).toEqual({ lost: [], doubled: [], stray: [], ttls: [] });
        expect(sandbox.checker.violations, at).toEqual([]);
      }
    }
    tell(`stops, ${JSON.stringify(reading)}`, sum);
    expect(sum.inTheMiddle).toBeGreaterThan(sum.stops / 2);
  }, 300_000);
});
