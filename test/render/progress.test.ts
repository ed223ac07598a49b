import { expect, it } from 'vitest';
import type { Fqdn } from '../../src/model/name.ts';
import type { ApplyEvent } from '../../src/model/report.ts';
import { renderEvent } from '../../src/render/progress.ts';
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
