import { expect, it } from 'vitest';
import type { Fqdn } from '../../src/model/name.ts';
import type { ApplyEvent } from '../../src/model/report.ts';
import { type ProgressView, progressLine, progressText, renderEvent } from '../../src/render/progress.ts';
import { displayWidth } from '../../src/render/width.ts';
import { HARMFUL, HOSTILE } from './hostile.ts';
import { create, rr } from './sample-plan.ts';

const change = create(rr('www', 'A', '192.0.2.1'), { line: 3 });
const zone = 'example.org.' as Fqdn;

it.each<[ApplyEvent, string]>([
  [
    { kind: 'step', result: { change, outcome: { status: 'done' } }, finished: 7, total: 120 },
    '[  7/120] + www.example.com A 192.0.2.1  zones/example.com.yaml:3',
  ],
  [
    {
      kind: 'step',
      result: { change, outcome: { status: 'failed', code: 'rejected', message: 'name: taken' } },
      finished: 1,
      total: 1,
    },
    '[1/1] + www.example.com A 192.0.2.1  zones/example.com.yaml:3  failed: name: taken',
  ],
  [{ kind: 'zone', result: { zone, action: 'create', outcome: { status: 'done' } } }, '+ zone example.org'],
  [
    {
      kind: 'zone',
      result: { zone, action: 'create', outcome: { status: 'done', note: 'found in the list' } },
    },
    '+ zone example.org (found in the list)',
  ],
  [
    { kind: 'wait', seconds: 12.2, why: 'the service asks for it (429)' },
    'waiting 13 s: the service asks for it (429)',
  ],
  [
    { kind: 'retry', what: 'reading example.com', attempt: 2, seconds: 0.42, why: '503' },
    'trying again in 0.5 s (attempt 2): reading example.com: 503',
  ],
  [{ kind: 'verify', pass: 1 }, 'reading live again'],
  [{ kind: 'verify', pass: 2 }, 'reading live again (pass 2)'],
  [{ kind: 'read', finished: 1, total: 2 }, ''],
  [{ kind: 'call' }, ''],
])('%j is one line', (event, line) => {
  expect(renderEvent(event)).toBe(line);
});

it.each(HOSTILE)('%j stays on its line', (text) => {
  const lines = [
    renderEvent({ kind: 'wait', seconds: 1, why: text }),
    renderEvent({ kind: 'retry', what: text, attempt: 1, seconds: 1, why: text }),
    renderEvent({
      kind: 'step',
      result: { change: create(rr('a', 'TXT', text)), outcome: { status: 'unknown', message: text } },
      finished: 1,
      total: 1,
    }),
  ].join('');
  expect(lines).not.toMatch(HARMFUL);
  expect(lines).not.toContain('\n');
});

const VIEW: ProgressView = { what: 'changes', finished: 412, total: 1000, calls: 431, waits: 3 };

it.each<[ProgressView, string]>([
  [VIEW, '412 of 1000 changes, 431 calls, 3 waits'],
  [
    { ...VIEW, rate: 9.4832, secondsLeft: 61.3 },
    '412 of 1000 changes, 431 calls at 9.5/s, 3 waits, about 62 s left',
  ],
  [
    { what: 'zones verified', finished: 1, total: 9, calls: 0, waits: 0, secondsLeft: 700 },
    '1 of 9 zones verified, about 12 min left',
  ],
  [
    { ...VIEW, rate: 9.5, secondsLeft: 61, held: { seconds: 11.2, why: 'the service throttles (429)' } },
    '412 of 1000 changes, waiting 12 s: the service throttles (429)',
  ],
  [
    { what: '', finished: 0, total: 0, calls: 1, waits: 1, held: { seconds: 3, why: '429' } },
    'waiting 3 s: 429',
  ],
])('%j is told in words', (view, text) => {
  expect(progressText(view)).toBe(text);
});

const bar = (columns: number): string => '#'.repeat(columns);

it.each([
  [80, '############################## 412 of 1000 changes, 431 calls, 3 waits'],
  [60, '################# 412 of 1000 changes, 431 calls, 3 waits'],
  [52, '######### 412 of 1000 changes, 431 calls, 3 waits'],
  [50, '412 of 1000 changes, 431 calls, 3 waits'],
  [22, '412 of 1000 changes'],
  [1, ''],
])('on %d columns it is %s', (columns, line) => {
  expect(progressLine(VIEW, columns, bar)).toBe(line);
});

it.each(HOSTILE)('%j stays on one line, whatever its width', (why) => {
  for (let columns = 1; columns < 200; columns++) {
    const line = progressLine({ ...VIEW, held: { seconds: 1, why } }, columns, bar);
    expect(line).not.toMatch(HARMFUL);
    expect(line).not.toContain('\n');
    expect(displayWidth(line)).toBeLessThanOrEqual(Math.max(0, columns - 3));
  }
});
