import { describe, expect, test } from 'vitest';
import { brief, findings, loadText, recordsOf } from '../support/zone-text.ts';

/** The line a message tells to write. */
function advised(message: string | undefined): string | undefined {
  return /write: (.*)$/.exec(message ?? '')?.[1];
}

/** Puts the advised line where the diagnostic points and loads the file again. */
function repaired(text: string): string[] {
  const [diagnostic] = loadText(text).diagnostics;
  const lines = text.split('\n');
  const index = (diagnostic?.at?.line ?? 0) - 1;
  const indent = /^ */.exec(lines[index] ?? '')?.[0] ?? '';
  lines[index] = indent + advised(diagnostic?.message)?.trim();
  return recordsOf(lines.join('\n'));
}

describe('each trap of YAML gives one message, which shows the line to write', () => {
  const cases: [trap: string, text: string, finding: string, line: string, records: string[]][] = [
    ['@ as a key', 'records:\n  @:\n    A: 192.0.2.1\n  b: @\n', '2:3 yaml-quote', '"@":', []],
    [
      '@ as a value',
      'records:\n  a: { CNAME: @ } # me\n',
      '2:15 yaml-quote',
      'a: { CNAME: "@" } # me',
      ['a 3600 CNAME example.com'],
    ],
    [
      '@ in a list',
      'records:\n  a:\n    CNAME:\n      - @\n',
      '4:9 yaml-quote',
      '- "@"',
      ['a 3600 CNAME example.com'],
    ],
    [
      'a wildcard with a map on its line',
      'records:\n  *.dev: { A: 192.0.2.9 }\n',
      '2:3 yaml-quote',
      '"*.dev": { A: 192.0.2.9 }',
      ['*.dev 3600 A 192.0.2.9'],
    ],
    [
      'a wildcard with a map below',
      'records:\n  *.dev:\n    A: 192.0.2.9\n',
      '2:3 yaml-quote',
      '"*.dev":',
      ['*.dev 3600 A 192.0.2.9'],
    ],
    [
      'a wildcard alone',
      'records:\n  *: { A: 192.0.2.9 }\n',
      '2:3 yaml-quote',
      '"*": { A: 192.0.2.9 }',
      ['* 3600 A 192.0.2.9'],
    ],
    [
      'a wildcard in { }',
      'records: { *.dev: { A: 192.0.2.9 } }\n',
      '1:12 yaml-quote',
      'records: { "*.dev": { A: 192.0.2.9 } }',
      ['*.dev 3600 A 192.0.2.9'],
    ],
    [
      'a backtick',
      'records:\n  a:\n    TXT: `x` y\n',
      '3:10 yaml-quote',
      'TXT: "`x` y"',
      ['a 3600 TXT `x` y'],
    ],
    [
      'a percent sign',
      'records:\n  a:\n    TXT: %d of it\n',
      '3:10 yaml-quote',
      'TXT: "%d of it"',
      ['a 3600 TXT %d of it'],
    ],
    [
      'a percent sign in a key',
      'records:\n  %a: { TXT: x }\n',
      '2:3 yaml-quote',
      '"%a": { TXT: x }',
      ['%a 3600 TXT x'],
    ],
    [
      'a colon and a blank',
      'records:\n  a:\n    TXT: key: value # note\n',
      '3:10 yaml-colon',
      'TXT: "key: value" # note',
      ['a 3600 TXT key: value'],
    ],
    [
      'a colon at the end',
      'records:\n  a:\n    TXT: why not:\n',
      '3:10 yaml-colon',
      'TXT: "why not:"',
      ['a 3600 TXT why not:'],
    ],
    [
      'a colon and a blank with quotes',
      `records:\n  a:\n    TXT: say "it's": now\n`,
      '3:10 yaml-colon',
      `TXT: 'say "it''s": now'`,
      [`a 3600 TXT say "it's": now`],
    ],
    [
      'a colon and a blank in { }',
      'records:\n  a: { TXT: key: value }\n',
      '2:13 yaml-colon',
      'a: { TXT: "key: value" }',
      ['a 3600 TXT key: value'],
    ],
    [
      'a colon and a blank in a list',
      'records:\n  a:\n    TXT:\n      - key: value\n',
      '4:9 yaml-colon',
      '- "key: value"',
      ['a 3600 TXT key: value'],
    ],
    [
      'a colon and a blank below the type',
      'records:\n  a:\n    TXT:\n      key: value\n',
      '4:7 yaml-colon',
      '"key: value"',
      ['a 3600 TXT key: value'],
    ],
    [
      'an IPv6 address that ends in colons',
      'records:\n  a:\n    AAAA: 2001:db8::\n',
      '3:11 yaml-ipv6',
      'AAAA: "2001:db8::"',
      ['a 3600 AAAA 2001:db8::'],
    ],
    [
      'one in [ ]',
      'records:\n  a:\n    AAAA: [2001:db8::, ::1]\n',
      '3:12 yaml-ipv6',
      'AAAA: ["2001:db8::", ::1]',
      ['a 3600 AAAA 2001:db8::', 'a 3600 AAAA ::1'],
    ],
    [
      'one in { }',
      'records:\n  a: { AAAA: 2001:db8:: }\n',
      '2:14 yaml-ipv6',
      'a: { AAAA: "2001:db8::" }',
      ['a 3600 AAAA 2001:db8::'],
    ],
    [
      'one in a list of lines',
      'records:\n  a:\n    AAAA:\n      - 2001:db8::\n',
      '4:9 yaml-ipv6',
      '- "2001:db8::"',
      ['a 3600 AAAA 2001:db8::'],
    ],
    [
      'one below its type',
      'records:\n  a:\n    AAAA:\n      2001:db8::\n',
      '4:7 yaml-ipv6',
      '"2001:db8::"',
      ['a 3600 AAAA 2001:db8::'],
    ],
    [
      'a comma in { }',
      'records:\n  a: { TXT: v=DKIM1; k=rsa, t=s, p=x, A: 192.0.2.1 }\n',
      '2:13 yaml-comma',
      'a: { TXT: "v=DKIM1; k=rsa, t=s, p=x", A: 192.0.2.1 }',
      ['a 3600 TXT v=DKIM1; k=rsa, t=s, p=x', 'a 3600 A 192.0.2.1'],
    ],
    [
      'a comma without a blank',
      'records:\n  a: { TXT: a,b }\n',
      '2:13 yaml-comma',
      'a: { TXT: "a,b" }',
      ['a 3600 TXT a,b'],
    ],
    [
      'two values in { }',
      'records:\n  a: { A: 192.0.2.1, 192.0.2.2, TXT: x }\n',
      '2:11 yaml-comma',
      'a: { A: [192.0.2.1, 192.0.2.2], TXT: x }',
      ['a 3600 A 192.0.2.1', 'a 3600 A 192.0.2.2', 'a 3600 TXT x'],
    ],
    [
      'two addresses beside a ttl',
      'records:\n  a:\n    A: { ttl: 5m, values: 192.0.2.1, 192.0.2.2 }\n',
      '3:27 yaml-comma',
      'A: { ttl: 5m, values: [192.0.2.1, 192.0.2.2] }',
      ['a 300 A 192.0.2.1', 'a 300 A 192.0.2.2'],
    ],
    [
      'a comma in [ ]',
      'records:\n  a:\n    TXT: [v=DMARC1; p=none; rua=mailto:a@b.c,mailto:d@e.f]\n',
      '3:11 yaml-comma',
      'TXT: ["v=DMARC1; p=none; rua=mailto:a@b.c,mailto:d@e.f"]',
      ['a 3600 TXT v=DMARC1; p=none; rua=mailto:a@b.c,mailto:d@e.f'],
    ],
    [
      'a comma inside quotes inside [ ]',
      'records:\n  a:\n    CAA: [0 issue "ca.example.net; a=b,c"]\n',
      '3:11 yaml-comma',
      `CAA: ['0 issue "ca.example.net; a=b,c"']`,
      ['a 3600 CAA 0 issue "ca.example.net; a=b,c"'],
    ],
    [
      'strings as in a zone file',
      'records:\n  a:\n    TXT: "v=DKIM1; " "p=x"\n',
      '3:10 yaml-strings',
      `TXT: '"v=DKIM1; " "p=x"'`,
      ['a 3600 TXT v=DKIM1; p=x'],
    ],
    [
      'three of them in a list',
      `records:\n  a:\n    TXT:\n      - "a" "it's" "c"\n`,
      '4:9 yaml-strings',
      `- '"a" "it''s" "c"'`,
      [`a 3600 TXT ait'sc`],
    ],
    [
      'two of them in [ ]',
      'records:\n  a:\n    TXT: ["a" "b", c]\n',
      '3:11 yaml-strings',
      `TXT: ['"a" "b"', c]`,
      ['a 3600 TXT ab', 'a 3600 TXT c'],
    ],
    [
      'two of them in { }',
      'records:\n  a: { TXT: "a" "b" }\n',
      '2:13 yaml-strings',
      `a: { TXT: '"a" "b"' }`,
      ['a 3600 TXT ab'],
    ],
    [
      '| with one line',
      'records:\n  a:\n    TXT: |\n      v=spf1 -all\n',
      '3:10 yaml-block',
      'TXT: |-',
      ['a 3600 TXT v=spf1 -all'],
    ],
    [
      '| with two lines',
      'records:\n  a:\n    TXT: |\n      v=spf1\n      -all\n',
      '3:10 yaml-block',
      'TXT: >-',
      ['a 3600 TXT v=spf1 -all'],
    ],
    [
      '> with its line feed',
      'records:\n  a:\n    TXT: >\n      v=spf1\n      -all\n',
      '3:10 yaml-block',
      'TXT: >-',
      ['a 3600 TXT v=spf1 -all'],
    ],
    ['a tab for indentation', 'records:\n  a:\n\t\tA: 192.0.2.1\n', '3:1 yaml-tab', 'A: 192.0.2.1', []],
    [
      'no blank before {',
      'records:\n  www:{ A: 192.0.2.1 }\n',
      '2:6 yaml-blank',
      'www: { A: 192.0.2.1 }',
      ['www 3600 A 192.0.2.1'],
    ],
    [
      'no blank before a value',
      'records:\n  www:\n    A:192.0.2.1\n',
      '3:5 wrong-type',
      'A: 192.0.2.1',
      ['www 3600 A 192.0.2.1'],
    ],
    [
      'a value without its type',
      'records:\n  www: 192.0.2.1\n',
      '2:8 wrong-type',
      'www: { A: 192.0.2.1 }',
      ['www 3600 A 192.0.2.1'],
    ],
  ];

  test.each(cases)('%s', (_, text, finding, line, records) => {
    const { diagnostics, zones } = loadText(text);
    expect(diagnostics.map(brief)).toEqual([finding]);
    expect(advised(diagnostics[0]?.message)?.trim()).toBe(line);
    expect(zones).toEqual([]);
    // What is advised is what was meant. (Where the repair takes more than the line, no records are expected.)
    if (records.length > 0) expect(repaired(text)).toEqual(records);
  });

  test('a plain TXT cut off by a comment is a warning that shows the line to write', () => {
    const text = 'records:\n  a:\n    TXT: v=spf1 -all  #1 of 2\n';
    const { diagnostics, zones } = loadText(text);
    expect(diagnostics).toEqual([
      {
        severity: 'warning',
        rule: 'txt-comment',
        message:
          'YAML takes this for a comment; if it belongs to the text, write: TXT: "v=spf1 -all  #1 of 2"',
        at: {
          file: 'zones/example.com.yaml',
          line: 3,
          column: 23,
          length: 7,
          sourceLine: '    TXT: v=spf1 -all  #1 of 2',
        },
      },
    ]);
    expect(zones[0]?.records[0]?.value).toBe('v=spf1 -all');
    expect(repaired(text)).toEqual(['a 3600 TXT v=spf1 -all  #1 of 2']);
  });
});

describe('near misses are taken', () => {
  test.each([
    ['quoted @', '"@": { A: 192.0.2.1 }', '@ 3600 A 192.0.2.1'],
    ['@ inside a text', 'a: { TXT: me@example.net }', 'a 3600 TXT me@example.net'],
    ['* inside a text', 'a: { TXT: 2*3 }', 'a 3600 TXT 2*3'],
    ['a colon without a blank', 'a: { TXT: mailto:a@b.c }', 'a 3600 TXT mailto:a@b.c'],
    ['an IPv6 address with an end', 'a: { AAAA: 2001:db8::1 }', 'a 3600 AAAA 2001:db8::1'],
    ['an IPv6 address with a beginning', 'a: { AAAA: ::1 }', 'a 3600 AAAA ::1'],
    ['a comma in a block', 'a:\n    TXT: a, b', 'a 3600 TXT a, b'],
    ['a comma in quotes', 'a: { TXT: "a, b" }', 'a 3600 TXT a, b'],
    ['a # without a blank', 'a:\n    TXT: a#b', 'a 3600 TXT a#b'],
    ['a comment after quotes', 'a:\n    TXT: "a" # b', 'a 3600 TXT a'],
    ['a comment after another type', 'a:\n    A: 192.0.2.1 # b', 'a 3600 A 192.0.2.1'],
    ['a comment on a line of its own', 'a:\n    TXT: a\n    # b', 'a 3600 TXT a'],
    ['|- without a line feed', 'a:\n    TXT: |-\n      a', 'a 3600 TXT a'],
    ['a tab between words', 'a:\n    TXT: a\tb', 'a 3600 TXT a\tb'],
    ['a tab after a colon', 'a:\n    TXT:\ta', 'a 3600 TXT a'],
    ['a quote inside a text', 'a:\n    TXT: say "a" "b"', 'a 3600 TXT say "a" "b"'],
  ])('%s', (_, name, record) => {
    expect(recordsOf(`records:\n  ${name}\n`)).toEqual([record]);
  });

  test('texts that may well be two stay two', () => {
    expect(recordsOf('records: { a: { TXT: [v=spf1 -all, MS=ms123, site-verification=x] } }')).toHaveLength(
      3,
    );
  });

  test('document markers around the one document, a byte order mark, and Windows line ends', () => {
    expect(recordsOf('---\nrecords:\n  a: { TXT: x }\n...\n')).toEqual(['a 3600 TXT x']);
    expect(recordsOf('\uFEFFrecords:\n  a: { TXT: x }\n')).toEqual(['a 3600 TXT x']);
    expect(recordsOf('records:\r\n  a:\r\n    TXT: x\r\n    A: 192.0.2.1\r\n')).toEqual([
      'a 3600 TXT x',
      'a 3600 A 192.0.2.1',
    ]);
  });
});

describe("what of YAML's cleverness is refused", () => {
  test.each([
    ['a YAML directive', '%YAML 1.1\n---\nrecords: { a: { TXT: no } }\n', '1:1 yaml-directive'],
    ['any directive', '%TAG ! x\n---\nrecords: { a: { TXT: no } }\n', '1:1 yaml-directive'],
    ['a tag', 'records: { a: { TXT: !!str no } }', '1:22 yaml-tag'],
    ['a binary tag', 'records: { a: { TXT: !!binary aGk= } }', '1:22 yaml-tag'],
    ['an anchor', 'records: { a: &x { TXT: no } }', '1:15 yaml-anchor'],
    ['an alias', 'records: { a: { TXT: *x } }', '1:22 yaml-alias'],
    ['a merge key', 'records: { a: { TXT: x }, b: { <<: x } }', '1:32 yaml-merge'],
    [
      'several documents',
      'records: { a: { TXT: x } }\n---\nrecords: { b: { TXT: x } }\n',
      '2:1 yaml-documents',
    ],
    ['an explicit key', '? records\n: { a: { TXT: x } }', '1:1 yaml-key'],
    ['a list as a key', 'records: { [a]: { TXT: x } }', '1:12 yaml-key'],
    ['no key at all', 'records: { : { TXT: x } }', '1:11 yaml-key'],
    ['an empty value', 'records:\n  a:\n  b: { TXT: x }\n', '2:3 yaml-empty'],
    ['an empty value in { }', 'records: { a: { TXT: } }', '1:17 yaml-empty'],
    ['an empty value in a list', 'records:\n  a:\n    TXT:\n      - x\n      -\n', '5:8 yaml-empty'],
    ['a key without a colon', 'records: { a }', '1:12 yaml-empty'],
    ['a key without a colon after a value', 'records: { a: { A: 192.0.2.1, TXT } }', '1:31 yaml-empty'],
    ['half a surrogate pair', 'records: { a: { TXT: "\\ud800" } }', '1:22 yaml-surrogate'],
    ['a key twice', 'records: { a: { TXT: x }, a: { A: 192.0.2.1 } }', '1:27 yaml-duplicate-key'],
    [
      'a key twice, once quoted',
      'records: { 1: { TXT: x }, "1": { A: 192.0.2.1 } }',
      '1:27 yaml-duplicate-key',
    ],
    ['a type twice', 'records: { a: { TXT: x, TXT: y } }', '1:25 yaml-duplicate-key'],
    ['records twice', 'records: { a: { TXT: x } }\nrecords: { b: { TXT: x } }\n', '2:1 yaml-duplicate-key'],
  ])('%s', (_, text, finding) => {
    expect(findings(text)).toEqual([finding]);
    expect(loadText(text).zones).toEqual([]);
  });

  test('a duplicate key shows both lines', () => {
    const [diagnostic] = loadText(
      'records:\n  a: { TXT: x }\n  b: { TXT: x }\n  a: { TXT: y }\n',
    ).diagnostics;
    expect(diagnostic).toMatchObject({
      at: { line: 4 },
      message: "'a' stands twice, first on line 2; make them one",
    });
  });
});

describe('any other wrong syntax is one message at its place, in plain words', () => {
  test.each([
    [
      'an open quote',
      'records:\n  a: { TXT: "x }\n  b: { TXT: y }\n',
      '2:13 yaml-syntax',
      'this " is never closed',
    ],
    ['an open {', 'records:\n  a: { TXT: x\n  b: { TXT: y }\n', '2:6 yaml-syntax', "'{' is never closed"],
    [
      'an open [',
      'records:\n  a:\n    A: [192.0.2.1\n  b: { TXT: y }\n',
      '3:8 yaml-syntax',
      "'[' is never closed",
    ],
    ['a stray ]', 'records: ]\n', '1:10 yaml-syntax', "']' closes nothing"],
    [
      'a line indented too little',
      'records:\n  a:\n    A: 192.0.2.1\n   TXT: x\n',
      '4:4 yaml-syntax',
      'indented',
    ],
    [
      'a line indented too much',
      'records:\n  a:\n    A: 192.0.2.1\n     TXT: x\n',
      '3:8 yaml-syntax',
      'indented',
    ],
    ['no colon', 'records:\n  www\n    A: 192.0.2.1\n', '2:3 yaml-syntax', "':' is missing"],
    [
      'a list on the line of its key',
      'records:\n  a:\n    A: - 192.0.2.1\n',
      '3:8 yaml-syntax',
      'line below',
    ],
    ['an unknown escape', 'records:\n  a:\n    TXT: "a\\q"\n', '3:12 yaml-syntax', 'single quotes'],
    [
      'an escape of zone files',
      'records:\n  a:\n    TXT: "v=DKIM1\\; k=rsa"\n',
      '3:18 yaml-syntax',
      "write ';' alone",
    ],
    [
      'text after a closing quote',
      'records:\n  a:\n    TXT: "a" b\n',
      '3:14 yaml-syntax',
      'one pair of quotes',
    ],
    ["'it's'", "records:\n  a:\n    TXT: 'it's'\n", '3:14 yaml-syntax', 'one pair of quotes'],
    ['no comma', 'records:\n  a: { A: [192.0.2.1] TXT: x }\n', '2:23 yaml-syntax', "','"],
  ])('%s', (_, text, finding, words) => {
    const { diagnostics } = loadText(text);
    expect(diagnostics.map(brief)).toEqual([finding]);
    expect(diagnostics[0]?.message).toContain(words);
  });

  test('what follows the first wrong place is not judged', () => {
    expect(findings('records:\n  a: { A: 999.0.2.1 }\n  @: { A: 1 }\n  *.b: { A: 2 }\n\tc: x\n')).toEqual([
      '3:3 yaml-quote',
    ]);
  });
});
