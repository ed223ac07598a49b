/** Plans as large as the service allows: what is linear must stay so. */
import { expect, test } from 'vitest';
import { buildPlan } from '../../src/plan/plan.ts';
import { desired, live, ZONE } from '../support/records.ts';

test('100,000 changes of every kind are planned with hardly more waits than changes', () => {
  const kinds = (value: string, host: string) =>
    Array.from({ length: 25_000 }, (_, i) => [
      `a${i} 300 A 192.0.2.${value}`,
      `c${i} 300 CNAME ${host}.example.com`,
      `t${i} 300 TXT ${host}=1`,
    ]).flat();
  const file = 'zones/example.com.yaml';
  const files = [...kinds('2', 'new'), 'new 300 A 192.0.2.1'];
  const served = [...kinds('1', 'old'), 'old 300 A 192.0.2.1'];
  const { steps } = buildPlan({
    desired: [
      {
        name: ZONE,
        file,
        source: { file, line: 1, column: 1 },
        records: files.map((text, i) => desired(text, ZONE, i + 1)),
      },
    ],
    live: new Map([
      [
        ZONE,
        {
          id: 'zone-1',
          name: ZONE,
          records: served.map((text, i) => live(`id-${i + 1}`, text)),
          unmanaged: [],
        },
      ],
    ]),
    unmanagedZones: [],
    errors: [],
    reads: 3,
  });
  expect(steps).toHaveLength(100_002);
  const waits = steps.reduce((sum, { dependsOn }) => sum + dependsOn.length, 0);
  expect(waits).toBeLessThan(110_000);
});
