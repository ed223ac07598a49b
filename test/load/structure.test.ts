import { describe, expect, test } from 'vitest';
import { brief, findings, loadText } from '../support/zone-text.ts';

function only(text: string): { finding: string; message: string } {
  const { diagnostics } = loadText(text);
  expect(diagnostics).toHaveLength(1);
  return { finding: diagnostics.map(brief).join(), message: diagnostics[0]?.message ?? '' };
}

describe('unknown keys are errors with a suggestion', () => {
  test.each([
    ['recrods: { a: { TXT: x } }', '1:1 unknown-key', "did you mean 'records'?"],
    ['records: { a: { TXT: x } }\nTTL: 1h', '2:1 unknown-key', "did you mean 'ttl'?"],
    ['www: { A: 192.0.2.1 }', '1:1 unknown-key', "names stand under 'records'"],
    ['records: { a: { TXT: x } }\nfoo: 1', '2:1 unknown-key', 'known here: zone, ttl, records, allow_empty'],
    ['records: { a: { A: { vlaues: 192.0.2.1 } } }', '1:22 unknown-key', "did you mean 'values'?"],
    [
      'records: { a: { MX: { prority: 1, value: mx.example.net } } }',
      '1:23 unknown-key',
      "did you mean 'priority'?",
    ],
    [
      'records: { a: { MX: [{ priority: 1, target: mx.example.net }] } }',
      '1:37 unknown-key',
      'priority, value',
    ],
    [
      'records: { a: { SRV: { priority: 1, wieght: 1, port: 1, target: a.example.net } } }',
      '1:37 unknown-key',
      "did you mean 'weight'?",
    ],
    [
      'records: { a: { SRV: { priority: 1, weight: 1, value: 1 2 a.example.net } } }',
      '1:37 unknown-key',
      'in value already',
    ],
    [
      'records: { a: { CAA: { flag: 0, tag: issue, value: ";" } } }',
      '1:24 unknown-key',
      "did you mean 'flags'?",
    ],
    [
      'records: { a: { MX: { priority: 1, values: [1 mx.example.net] } } }',
      '1:23 unknown-key',
      'put it into values',
    ],
  ])('%s', (text, finding, words) => {
    const found = only(text);
    expect(found.finding).toBe(finding);
    expect(found.message).toContain(words);
  });

  test.each(['include', 'vars'])('%s, until it works', (key) => {
    expect(findings(`records: { a: { TXT: x } }\n${key}: x\n`)).toEqual(['2:1 unknown-key']);
  });
});

describe('record types', () => {
  test.each([
    ['SPF', 'TXT (RFC 7208 section 3.1)'],
    ['ALIAS', 'A and AAAA'],
    ['ANAME', 'A and AAAA'],
    ['PTR', 'reverse zones are not served here'],
    ['SOA', 'the vendor keeps it'],
    ['ptr', 'reverse zones'],
    ['DNAME', 'CNAME'],
    ['HTTPS', 'take it out'],
  ])('%s is not supported, and the message says what to do', (type, words) => {
    const found = only(`records: { a: { ${type}: x } }`);
    expect(found.finding).toBe('1:17 type-unsupported');
    expect(found.message).toContain(words);
  });

  test.each([
    ['a', "did you mean 'A'?"],
    ['Cname', "did you mean 'CNAME'?"],
    ['CNMAE', "did you mean 'CNAME'?"],
    ['TXTT', "did you mean 'TXT'?"],
    ['FOOBAR', 'the types are A, AAAA, CNAME, MX, TXT, NS, SRV, CAA'],
  ])('%s is none', (type, words) => {
    const found = only(`records: { a: { ${type}: x } }`);
    expect(found.finding).toBe('1:17 type-unknown');
    expect(found.message).toContain(words);
  });

  test('names do not nest', () => {
    expect(only('records: { www: { api: { A: 192.0.2.1 } } }').message).toContain(
      "write 'api.www' under records",
    );
  });
});

describe('shapes', () => {
  test.each([
    ['a file that is a text', 'example.com', '1:1 wrong-type', "a map with the key 'records'"],
    ['a file that is a list', '- a\n', '1:1 wrong-type', "a map with the key 'records'"],
    ['records as a list', 'records:\n  - { name: a, type: A }\n', '2:3 wrong-type', 'a map of names'],
    ['records as a text', 'records: none\n', '1:10 wrong-type', 'a map of names'],
    ['a zone that is a list', 'zone: [a]\nrecords: { a: { TXT: x } }', '1:7 wrong-type', 'a text'],
    ['a ttl that is a map', 'ttl: { a: b }\nrecords: { a: { TXT: x } }', '1:6 wrong-type', 'a text'],
    ['a name that is a list', 'records: { a: [192.0.2.1] }', '1:15 wrong-type', 'a: { A: 192.0.2.1 }'],
    [
      'an address without its type',
      'records: { a: "2001:db8::1" }',
      '1:15 wrong-type',
      '{ AAAA: 2001:db8::1 }',
    ],
    [
      'a host without its type',
      'records: { a: b.example.net }',
      '1:15 wrong-type',
      '{ CNAME: b.example.net }',
    ],
    ['a list in a list', 'records: { a: { A: [[192.0.2.1]] } }', '1:21 wrong-type', 'not a list'],
    [
      'a list as a priority',
      'records: { a: { MX: { priority: [1], value: a.example.net } } }',
      '1:33 wrong-type',
      'a text',
    ],
    [
      'a list of values in one MX',
      'records: { a: { MX: { priority: 1, value: [a.b] } } }',
      '1:43 wrong-type',
      'a text',
    ],
    [
      'an MX without priority',
      'records: { a: { MX: { value: a.example.net } } }',
      '1:21 missing-key',
      "MX needs 'priority'",
    ],
    [
      'an SRV without most',
      'records: { a: { SRV: { priority: 1, weight: 2 } } }',
      '1:22 missing-key',
      "'port', 'target'",
    ],
    ['a CAA without value', 'records: { a: { CAA: { tag: issue } } }', '1:22 missing-key', "'value'"],
    ['options without values', 'records: { a: { A: { ttl: 5m } } }', '1:20 missing-key', "'values'"],
    ['a name without records', 'records: { a: {} }', '1:15 empty', "'a' has no records"],
    ['a type without values', 'records: { a: { A: [] } }', '1:20 empty', 'A has no values'],
    ['options without any', 'records: { a: { A: { values: [] } } }', '1:30 empty', 'A has no values'],
  ])('%s', (_, text, finding, words) => {
    const found = only(text);
    expect(found.finding).toBe(finding);
    expect(found.message).toContain(words);
  });
});

test('every problem of a file in one run, by place', () => {
  const text = [
    'tll: 1h',
    'ttl: 1x',
    'records:',
    '  a b: { A: 192.0.2.1 }',
    '  b: { A: 192.0.2.999, TXT: }',
    '  c: { PTR: x, MX: { value: x } }',
    '  d: { CNAME: x, TXT: x }',
    '  b: { TXT: x }',
    '  B: { TXT: " x" }',
  ].join('\n');
  expect(findings(text)).toEqual([
    '1:1 unknown-key',
    '2:6 ttl-syntax',
    '4:3 name-bad-character',
    '5:11 a-syntax',
    '5:24 yaml-empty',
    '6:8 type-unsupported',
    '6:20 missing-key',
    '7:8 cname-conflict',
    '7:15 target-ambiguous',
    '8:3 yaml-duplicate-key',
    '9:3 name-duplicate',
    '9:13 txt-whitespace',
  ]);
});
