import { describe, expect, test } from 'vitest';
import { planText } from '../support/plan-text.ts';

const findings = (live: readonly string[], files: readonly string[]) =>
  planText(live, files).plan.zones[0]?.findings ?? [];
const rules = (live: readonly string[], files: readonly string[]): string[] =>
  findings(live, files).map(({ rule }) => rule);

describe('long-ttl: the old answer outlives the change by more than a day', () => {
  test.each([
    ['a new value', 'www 172800 A 192.0.2.1', ['www 300 A 192.0.2.2'], ['long-ttl']],
    ['a record that goes', 'www 172800 A 192.0.2.1', [], ['long-ttl']],
    ['another type', 'www 172800 A 192.0.2.1', ['www 300 CNAME a.example.net'], ['long-ttl']],
    ['a day and no more', 'www 86400 A 192.0.2.1', ['www 300 A 192.0.2.2'], []],
    ['another ttl: the answer stays', 'www 172800 A 192.0.2.1', ['www 300 A 192.0.2.1'], []],
    ['a long ttl that comes', 'www 300 A 192.0.2.1', ['www 172800 A 192.0.2.2'], []],
  ])('%s', (_, live, files, expected) => {
    expect(rules([live, 'keep 300 A 192.0.2.1'], [...files, 'keep 300 A 192.0.2.1'])).toEqual(expected);
  });

  test('is said once for a zone, the longest first, each RRset once', () => {
    const name = (ttl: number, at: number) => [`n${at} ${ttl} A 192.0.2.1`, `n${at} ${ttl} A 192.0.2.2`];
    const live = [100_000, 700_000, 200_000, 90_000, 300_000].flatMap(name);
    const [finding, ...others] = findings(live, ['keep 300 A 192.0.2.1']);
    expect(others).toEqual([]);
    expect(finding).toEqual({
      severity: 'info',
      rule: 'long-ttl',
      message:
        'the old answer lives on in resolvers after this change, for up to its ttl: A n1.example.com (ttl 700000: 9 days), A n4.example.com (ttl 300000: 4 days), A n2.example.com (ttl 200000: 3 days) and 2 more; lower the ttl in an apply of its own, wait the old ttl, then change',
    });
  });

  test('up to three RRsets are all named', () => {
    const live = ['a', 'b', 'c'].map((name) => `${name} 172800 A 192.0.2.1`);
    expect(findings(live, ['keep 300 A 192.0.2.1'])[0]?.message).toContain(
      'A a.example.com (ttl 172800: 2 days), A b.example.com (ttl 172800: 2 days), A c.example.com (ttl 172800: 2 days); lower the ttl',
    );
  });

  test('duplicates that go change no answer', () => {
    expect(rules(['www 172800 A 192.0.2.1', 'www 172800 A 192.0.2.1'], ['www 172800 A 192.0.2.1'])).toEqual(
      [],
    );
  });
});

describe('gap: what a gap leaves behind is said once', () => {
  test('with a gap', () => {
    const live = ['www 300 A 192.0.2.1', 'www 300 AAAA 2001:db8::1'];
    expect(findings(live, ['www 300 CNAME host.example.net'])).toEqual([
      {
        severity: 'info',
        rule: 'gap',
        message:
          'a resolver that asks in a gap may remember that there is no answer for as long as the SOA of the zone says (its last field, the negative TTL)',
      },
    ]);
  });

  test('without one', () => {
    expect(rules(['www 300 A 192.0.2.1'], ['www 300 CNAME host.example.net'])).toEqual([]);
  });
});
