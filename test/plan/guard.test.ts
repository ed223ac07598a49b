import { describe, expect, test } from 'vitest';
import type { Fqdn } from '../../src/model/name.ts';
import type { GuardVerdict } from '../../src/model/plan.ts';
import type { DnsRecord } from '../../src/model/record.ts';
import { type Allowance, allows, forbids, judge, judgeDeletion } from '../../src/plan/guard.ts';
import { buildPlan } from '../../src/plan/plan.ts';
import { planText } from '../support/plan-text.ts';
import { desired, live, record, ZONE } from '../support/records.ts';

function verdict(live: readonly string[], files: readonly string[]): GuardVerdict | undefined {
  return planText(live, files).plan.zones[0]?.guard;
}

function codes(live: readonly string[], files: readonly string[]): string[] {
  return (verdict(live, files)?.reasons ?? []).map(({ code }) => code);
}

/** `count` records that weigh nothing: TXT of tokens of their own, which do not pair. */
function texts(count: number, value = 'x', from = 0): string[] {
  return Array.from({ length: count }, (_, index) => `n${from + index} 300 TXT t${index}=${value}`);
}

describe('deletes', () => {
  test.each([
    [4, 5, [], 'no more than 4'],
    [5, 10, ['too-many-deletes'], 'more than 4 and more than 30 %'],
    [6, 20, [], 'exactly 30 %'],
    [7, 20, ['too-many-deletes'], 'more than 30 %'],
  ])('%i of %i: %j (%s)', (deleted, of, expected) => {
    expect(codes(texts(of), texts(of).slice(deleted))).toEqual(expected);
  });

  test('are judged whatever is created elsewhere', () => {
    expect(codes(texts(10), [...texts(5), ...texts(20, 'x', 100)])).toEqual(['too-many-deletes']);
  });

  test('of duplicates are none', () => {
    const twice = texts(10).flatMap((text) => [text, text]);
    expect(verdict(twice, texts(10))).toBeUndefined();
  });

  test('the verdict says how many, names them, and how many changes must be allowed', () => {
    const guard = verdict(texts(10), texts(10).slice(6));
    expect(guard?.guarded).toBe(6);
    expect(guard?.reasons[0]?.message).toBe('6 of 10 records (60 %) would be deleted; the limit is 30 %');
    expect(guard?.reasons[0]?.records).toContain('TXT n0.example.com t0=x');
    expect(guard?.reasons[0]?.records).toHaveLength(6);
  });
});

describe('value changes', () => {
  test.each([
    [10, 10, [], 'no more than 10'],
    [11, 12, ['too-many-updates'], 'more than 10 and more than 50 %'],
    [11, 22, [], 'exactly 50 %'],
  ])('%i of %i: %j (%s)', (changed, of, expected) => {
    const files = [...texts(changed, 'y'), ...texts(of).slice(changed)];
    expect(codes(texts(of), files)).toEqual(expected);
  });

  test('are told with how many of how many', () => {
    const files = [...texts(11, 'y'), ...texts(12).slice(11)];
    expect(verdict(texts(12), files)?.reasons[0]?.message).toBe(
      '11 of 12 records (92 %) would get another value; the limit is 50 %',
    );
  });

  test('a ttl is no value', () => {
    const files = texts(20).map((text) => text.replace('300', '600'));
    expect(codes(texts(20), files)).toEqual([]);
  });
});

describe('a zone that would become empty', () => {
  test('is stopped however small it is', () => {
    expect(codes(['www 300 A 192.0.2.1'], [])).toEqual(['zone-emptied']);
  });

  test('is told from one that keeps what is left alone', () => {
    const managed = [live('1', 'www 300 TXT x')];
    const changes = managed.map((before) => ({ action: 'delete', zone: ZONE, before }) as const);
    const zone = { name: ZONE, managed, changes, forbidden: [] };
    const told = (kept: DnsRecord[]) => judge({ ...zone, kept })?.reasons.map(({ message }) => message);
    expect(told([])).toEqual(['the zone would become empty']);
    expect(told([record('old 300 A 192.0.2.1')])).toEqual([
      'the zone would become empty but for what is left alone',
    ]);
  });

  test('an empty zone that stays empty is nothing', () => {
    expect(codes([], [])).toEqual([]);
  });
});

describe('the last record', () => {
  const rest = texts(3);

  test.each([
    ['of an apex A', '@ 300 A 192.0.2.1', [], ['last-record']],
    [
      'of an apex A, though an AAAA is there',
      '@ 300 A 192.0.2.1',
      ['@ 300 AAAA 2001:db8::1'],
      ['last-record'],
    ],
    ['of an apex MX', '@ 300 MX 10 mx.example.net', [], ['last-record']],
    ['of an SPF name', 'mail 300 TXT v=spf1 -all', [], ['last-record']],
    ['of a DMARC name', '_dmarc 300 TXT v=DMARC1; p=none', [], ['last-record']],
    ['of an A that is not at the apex', 'www 300 A 192.0.2.1', [], []],
    ['of another text', 'mail 300 TXT hello', [], []],
  ])('%s', (_, record, others, expected) => {
    expect(codes([record, ...others, ...rest], [...others, ...rest])).toEqual(expected);
  });

  test.each([
    ['another address', '@ 300 A 192.0.2.1', '@ 300 A 192.0.2.2'],
    ['a null MX', '@ 300 MX 10 mx.example.net', '@ 300 MX 0 .'],
    [
      'an alias in the place of a policy',
      '_dmarc 300 TXT v=DMARC1; p=none',
      '_dmarc 300 CNAME d.example.net',
    ],
  ])('has a successor in %s', (_, before, after) => {
    expect(codes([before, ...rest], [after, ...rest])).toEqual([]);
  });

  test('is named', () => {
    const [reason] = verdict(['@ 300 MX 10 mx.example.net', ...rest], rest)?.reasons ?? [];
    expect(reason).toEqual({
      code: 'last-record',
      message: 'the last MX record of example.com would go',
      records: ['MX example.com 10 mx.example.net'],
    });
  });

  test('counts once, whatever the number of reasons', () => {
    expect(verdict(['@ 300 A 192.0.2.1'], [])).toMatchObject({
      guarded: 1,
      reasons: [{ code: 'zone-emptied' }, { code: 'last-record' }],
    });
  });

  test('apex NS that the file declares are never all gone, those it does not declare never go', () => {
    expect(planText(['@ 300 NS ns1.example.net', ...rest], rest).steps).toEqual([]);
  });
});

describe('restoring', () => {
  test('an empty zone is not stopped', () => {
    expect(verdict([], texts(50))).toBeUndefined();
  });

  test('a zone of which hardly anything is left is not stopped, whatever stands there instead', () => {
    const parked = ['@ 300 A 192.0.2.1', '@ 300 MX 10 parked.example.net', ...texts(5, 'parked', 900)];
    expect(verdict(parked, texts(70))).toBeUndefined();
  });
});

describe('a new zone that is named like a live one but for one letter', () => {
  const source = { file: 'zones/exmaple.com.yaml', line: 1, column: 1 };
  const plan = (live: readonly string[]) =>
    buildPlan({
      desired: [
        {
          name: 'exmaple.com.' as Fqdn,
          file: source.file,
          source,
          records: [desired('www 300 A 192.0.2.1', 'exmaple.com.' as Fqdn)],
        },
      ],
      live: new Map(),
      unmanagedZones: live as readonly Fqdn[],
      errors: [],
      reads: 1,
    }).zones[0]?.guard;

  test('is stopped, and both are named', () => {
    expect(plan(['example.com.', 'other.org.'])).toEqual({
      guarded: 1,
      reasons: [
        {
          code: 'zone-misspelt',
          message:
            'exmaple.com would be a new zone, but example.com is at the service and has no file: one of the two names is perhaps misspelt',
          records: [],
        },
      ],
    });
  });

  test('is not stopped where no name is near', () => {
    expect(plan(['other.org.'])).toBeUndefined();
  });
});

describe('a zone that is to be deleted', () => {
  const lost = ['www 300 A 192.0.2.1', '@ 300 MX 10 mx.example.net'].map((text) => record(text));
  const told = (count: number) => judgeDeletion(lost.slice(0, count), []).reasons;

  test.each([
    [0, 'the zone would be deleted; it is empty', []],
    [1, 'the zone would be deleted with its only record', ['A www.example.com 192.0.2.1']],
    [
      2,
      'the zone would be deleted with all of its 2 records',
      ['A www.example.com 192.0.2.1', 'MX example.com 10 mx.example.net'],
    ],
  ])('is stopped, with %i records', (count, message, records) => {
    expect(told(count)).toEqual([{ code: 'zone-deleted', message, records }]);
  });

  test('and holds protected records is forbidden for those, whatever is allowed', () => {
    const protects = { code: 'protect', message: 'protected', records: [] } as const;
    const guard = judgeDeletion(lost, [protects]);
    expect(guard.guarded).toBe(0);
    expect(guard.reasons.map(({ code }) => code)).toEqual(['protect', 'zone-deleted']);
    expect(forbids(guard)).toEqual([protects]);
  });
});

describe('what was allowed', () => {
  const guard: GuardVerdict = { guarded: 6, reasons: [] };

  test.each<[Allowance, boolean, string]>([
    [{}, false, 'nothing'],
    [{ allow: 5 }, false, 'too few'],
    [{ allow: 6 }, true, 'just as many'],
    [{ force: true }, true, 'everything'],
    [{ allow: 0, force: false }, false, 'none'],
  ])('%j admits six guarded changes: %s (%s)', (allowance, expected) => {
    expect(allows(guard, allowance)).toBe(expected);
  });
});
