import { expect, test } from 'vitest';
import type { LeftAlone } from '../../src/model/plan.ts';
import { leftAloneLines } from '../../src/render/left-alone.ts';
import { renderPlan } from '../../src/render/plan-text.ts';
import { styles } from '../../src/render/style.ts';
import { displayWidth } from '../../src/render/width.ts';
import { create, live, planOf, rr, zonePlan } from './sample-plan.ts';

const source = { file: 'dnssync.yaml', line: 3, column: 5 };
const leftAlone: readonly LeftAlone[] = [
  {
    record: live(rr('@', 'TXT', `google-site-verification=${'x'.repeat(60)}`)),
    why: 'ignored',
    pattern: { text: 'site-verification', source },
  },
  {
    record: live(rr('@', 'MX', 'mx.example.net', { priority: 10 })),
    why: 'ignored',
    pattern: { text: 'name: \x1b[2K', source },
  },
  { record: live(rr('old', 'A', '192.0.2.1', { ttl: 300 })), why: 'undeclared' },
];
const zone = zonePlan([], { leftAlone });
const plain = (width?: number, verbose = true): string =>
  renderPlan(planOf([zone]), { color: false, verbose, width });

test('what is left alone is counted, and listed only where more is to be told', () => {
  expect(plain(undefined, false)).toBe(
    'No changes. Live matches the files (1 zone, 12 records; 3 left alone).\n',
  );
  const changed = planOf([zonePlan([create(rr('www', 'A', '192.0.2.7'))], { leftAlone })]);
  const text = renderPlan(changed, { color: false });
  expect(text).toContain('example.com  +1, 12 unchanged, 3 left alone  zones/example.com.yaml');
  expect(text).toContain('12 unchanged, 3 left alone in 1 zone.');
  expect(text).not.toContain('192.0.2.1');
});

test('each line says what it is, and who says so', () => {
  const value = `google-site-verification=${'x'.repeat(60)}`;
  expect(plain()).toBe(`\
example.com  12 unchanged, 3 left alone  zones/example.com.yaml
  left alone:
  · @    TXT  ${value}  1h  by site-verification  dnssync.yaml:3
  · @    MX   10 mx.example.net                                 1h  by name: \\x1b[2K  dnssync.yaml:3
  · old  A    192.0.2.1                                         5m  not declared (mode: additive)

No changes. Live matches the files (1 zone, 12 records; 3 left alone).
`);
});

test.each([80, 100, 200])('on a terminal of %i columns no line is longer', (width) => {
  const lines = leftAloneLines(zone.name, leftAlone, { style: styles(false), width });
  expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(width);
});
