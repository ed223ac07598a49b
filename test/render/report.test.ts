import { describe, expect, it } from 'vitest';
import type { Fqdn } from '../../src/model/name.ts';
import type { ApplyReport, Outcome } from '../../src/model/report.ts';
import { renderReport, reportToJson } from '../../src/render/report.ts';
import { HARMFUL, HOSTILE } from './hostile.ts';
import { create, planOf, remove, rr, update, zonePlan } from './sample-plan.ts';

const plain = (report: ApplyReport) => renderReport(report, { color: false });

const DONE: Outcome = { status: 'done' };
const FRESH = 'example.org.' as Fqdn;

function report(more: Partial<ApplyReport> = {}): ApplyReport {
  return { zones: [], steps: [], verification: { status: 'equal' }, ...more };
}

/** One outcome of each kind. */
const mixed = report({
  zones: [{ zone: FRESH, action: 'create', outcome: DONE }],
  steps: [
    { change: create(rr('www', 'A', '192.0.2.1'), { line: 3 }), outcome: DONE },
    {
      change: update(rr('api', 'A', '192.0.2.1'), rr('api', 'A', '192.0.2.2'), { line: 5 }),
      outcome: {
        status: 'failed',
        code: 'rejected',
        message: 'value: Enter a valid IPv4 address. (400)',
        hint: 'correct zones/example.com.yaml:5',
      },
    },
    {
      change: remove(rr('old', 'A', '192.0.2.9')),
      outcome: { status: 'unknown', message: 'no answer within 30 s' },
    },
    {
      change: create(rr('a', 'A', '192.0.2.3'), { line: 7 }),
      outcome: { status: 'not-tried', reason: 'api A failed' },
    },
    {
      change: create(rr('b', 'A', '192.0.2.4'), { line: 8 }),
      outcome: { status: 'not-tried', reason: 'api A failed' },
    },
    {
      change: create(rr(`www.${FRESH}`, 'A', '192.0.2.5'), {
        zone: FRESH,
        line: 2,
        file: 'zones/example.org.yaml',
      }),
      outcome: { status: 'done', note: 'found in the zone after its answer was lost' },
    },
  ],
  verification: {
    status: 'different',
    message: '4 changes remain',
    remaining: planOf([zonePlan([create(rr('a', 'A', '192.0.2.3'), { line: 7 })])]),
  },
  stopped: 'interrupted',
});

describe('renderReport', () => {
  it('is two lines where all went well', () => {
    const steps = [
      { change: create(rr('www', 'A', '192.0.2.1')), outcome: DONE },
      { change: remove(rr('old', 'A', '192.0.2.9')), outcome: DONE },
    ];
    expect(plain(report({ steps }))).toBe(`\
Apply: 1 record created, 0 updated, 1 deleted.
Verified: live equals the files.
`);
  });

  it('begins with what failed, in the words of the service and at its place', () => {
    expect(plain(mixed)).toBe(`\
Failed (1)
  value: Enter a valid IPv4 address. (400)
  → correct zones/example.com.yaml:5
    ~ api.example.com A 192.0.2.1 → 192.0.2.2  zones/example.com.yaml:5

Unknown, it may or may not have happened (1)
  no answer within 30 s
    - old.example.com A 192.0.2.9

Not tried (2)
  api A failed
    + a.example.com A 192.0.2.3  zones/example.com.yaml:7
    + b.example.com A 192.0.2.4  zones/example.com.yaml:8

Done, with a note (1)
  found in the zone after its answer was lost
    + www.example.org A 192.0.2.5  zones/example.org.yaml:2

Done (2 zones)
  example.org  new zone  +1
  example.com  +1

Stopped: interrupted
Apply: 1 zone and 2 records created, 0 updated, 0 deleted, 1 failed, 1 unknown, 2 not tried.
Not verified: live still differs from the files: 4 changes remain
    + a.example.com A 192.0.2.3  zones/example.com.yaml:7
`);
  });

  it('tells a zone that could not be created, and that live could not be read', () => {
    const text = plain(
      report({
        zones: [
          {
            zone: FRESH,
            action: 'create',
            outcome: { status: 'failed', code: 'rejected', message: 'domain: taken', wrote: true },
          },
        ],
        verification: { status: 'unread', message: 'no connection' },
      }),
    );
    expect(text).toBe(`\
Failed (1)
  domain: taken
  something was written all the same
    + zone example.org

Apply: 0 records created, 0 updated, 0 deleted, 1 failed.
Not verified: live could not be read again: no connection
`);
  });

  it('names some of many that failed alike and counts the rest', () => {
    const steps = Array.from({ length: 1000 }, (_, i) => ({
      change: create(rr(`h${i}`, 'A', '192.0.2.1')),
      outcome: { status: 'not-tried', reason: 'the token was refused' } as const,
    }));
    const text = plain(report({ steps }));
    expect(text).toContain('Not tried (1000)\n  the token was refused\n    + h0.example.com');
    expect(text).toContain('    … and 980 more\n');
    expect(text.split('\n').length).toBeLessThan(30);
  });

  it('has no escape without colour, and the same words with it', () => {
    const colored = renderReport(mixed, { color: true });
    expect(plain(mixed)).not.toContain('\x1b');
    expect(colored.replace(/\x1b\[\d+m/g, '')).toBe(plain(mixed));
  });

  it.each(HOSTILE)('%j from the service reaches no terminal and makes no line of its own', (text) => {
    const outcomes: Outcome[] = [
      { status: 'failed', code: 'api', message: text, hint: text },
      { status: 'unknown', message: text },
      { status: 'not-tried', reason: text },
      { status: 'done', note: text },
    ];
    const change = create(rr(`${text}.example.com.`, 'TXT', text), { line: 1, file: text });
    const shown = plain(
      report({
        steps: outcomes.map((outcome) => ({ change, outcome })),
        verification: { status: 'unread', message: text },
        stopped: text,
      }),
    );
    expect(shown).not.toMatch(HARMFUL);
    expect(shown.split('\n')).toHaveLength(21);
  });
});

describe('reportToJson', () => {
  it('gives every write its outcome, in the order of the plan', () => {
    const json = JSON.parse(JSON.stringify(reportToJson(mixed)));
    expect(json.summary).toEqual({ done: 3, failed: 1, unknown: 1, notTried: 2 });
    expect(json.stopped).toBe('interrupted');
    expect(json.zones).toEqual([{ zone: 'example.org', action: 'create', status: 'done' }]);
    expect(json.changes[1]).toMatchObject({
      zone: 'example.com',
      status: 'failed',
      message: 'value: Enter a valid IPv4 address. (400)',
      hint: 'correct zones/example.com.yaml:5',
      change: { action: 'update', name: 'api', source: { line: 5 } },
    });
    expect(json.changes.map(({ status }: { status: string }) => status)).toEqual([
      'done',
      'failed',
      'unknown',
      'not-tried',
      'not-tried',
      'done',
    ]);
    expect(json.verification).toMatchObject({
      status: 'different',
      message: '4 changes remain',
      remaining: [{ zone: 'example.com', change: { action: 'create', name: 'a' } }],
    });
  });
});
