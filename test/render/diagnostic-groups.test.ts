import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import { groupDiagnostics } from '../../src/render/diagnostic-groups.ts';

function diagnostic(message: string, more: Partial<Diagnostic> = {}): Diagnostic {
  return { severity: 'error', rule: 'a-rule', message, ...more };
}

const sizes = (messages: readonly string[]) =>
  groupDiagnostics(
    messages.map((message) => diagnostic(message)),
    2,
  ).map(({ length }) => length);

describe('groupDiagnostics', () => {
  it.each([
    ["'192.02' is not an IPv4 address", "'10.0.0.999' is not an IPv4 address"],
    ["'it's' is not a host name; write 'x'", "'two words, and more' is not a host name; write 'y'"],
    [
      "a text with ': ' in it needs quotes in YAML; write: a: 'b'",
      "a text with ': ' in it needs quotes in YAML; write: c",
    ],
    ['ttl 99999999999 is not a whole number', 'ttl 99999999998 is not a whole number'],
    [
      'target mx.example.com has no A or AAAA in this zone',
      'target a.example.net has no A or AAAA in this zone',
    ],
    ['alias of an alias: a → b → c', 'alias of an alias: d → e (9 aliases; the limit is 8)'],
    ['same record as on line 7; take one of them out', 'same record as on line 12; take one of them out'],
    ['MX needs priority as well', 'SRV needs priority as well'],
    ["'cut off in the midst of a value", "'another one"],
  ])('finds %j and %j to be the same mistake', (one, other) => {
    expect(sizes([one, other])).toEqual([2]);
  });

  it.each([
    [
      "unknown key 'recrods'; did you mean 'records'?",
      "unknown key 'www'; names stand under 'records', indented",
    ],
    ['this list is empty; fill it or take it out', 'this map is empty; fill it or take it out'],
    ['YAML: unexpected scalar', 'YAML: unresolved alias'],
    ["this ' is never closed", 'tabs cannot indent in YAML'],
  ])('tells %j from %j', (one, other) => {
    expect(sizes([one, other])).toEqual([1, 1]);
  });

  it('tells rules and severities apart, whatever the message', () => {
    const list = [diagnostic('x'), diagnostic('x', { rule: 'b' }), diagnostic('x', { severity: 'warning' })];
    expect(groupDiagnostics(list, 2)).toEqual(list.map((each) => [each]));
  });

  it('keeps the order of the first places, and every diagnostic once', () => {
    const list = ['one', 'two', 'one', 'three', 'two', 'one'].map((message, index) =>
      diagnostic(message, { at: { file: String(index) } }),
    );
    const files = groupDiagnostics(list, 3).map((group) => group.map(({ at }) => at?.file));
    expect(files).toEqual([['0', '2', '5'], ['1'], ['3'], ['4']]);
  });

  it('takes hostile messages in linear time', () => {
    const list = Array.from({ length: 10_000 }, (_, index) =>
      diagnostic(`${index}${" 'a".repeat(100)}${' "('.repeat(100)}${': '.repeat(100)}`),
    );
    const { user } = process.cpuUsage();
    groupDiagnostics(list, 2);
    expect(process.cpuUsage().user - user).toBeLessThan(3_000_000);
  });
});
