import { describe, expect, test } from 'vitest';
import { loadTexts } from '../../src/load/load-texts.ts';
import { Source } from '../../src/load/source.ts';
import { brief, findings, loadText } from '../support/zone-text.ts';

/** A zone of names on lines of their own: the first is on line 2. */
function zone(...names: string[]): string {
  return `records:\n${names.map((name) => `  ${name}\n`).join('')}`;
}

function messages(...names: string[]): string[] {
  return loadText(zone(...names)).diagnostics.map(({ message }) => message);
}

describe('name-hostname: owners that BIND refuses', () => {
  test.each([
    ['an underscore with A', 'a_b: { A: 192.0.2.1 }'],
    ['a hyphen first', '-a: { AAAA: "::1" }'],
    ['a hyphen last', 'a-: { MX: 10 mx.example.net }'],
    ['an underscore below a wildcard', '"*.a_b": { A: 192.0.2.1 }'],
    ['a slash', '0/25: { A: 192.0.2.1 }'],
    ['AAAA below _spf', 'a._spf: { AAAA: "::1" }'],
    ['MX below _spf', 'a._spf: { MX: 10 mx.example.net }'],
    ['MX at gc._msdcs', 'gc._msdcs: { MX: 10 mx.example.net }'],
    ['below gc._msdcs', 'a.gc._msdcs: { A: 192.0.2.1 }'],
  ])('%s', (_, name) => {
    expect(findings(zone(name))).toEqual(['2:3 name-hostname']);
  });

  test.each([
    ['a wildcard', '"*": { A: 192.0.2.1, MX: 10 mx.example.net }'],
    ['digits only', '123: { A: 192.0.2.1 }'],
    ['A below _spf', 'a._spf.b: { A: 192.0.2.1 }'],
    ['A at _spf_verify', '_spf_verify: { A: 192.0.2.1 }'],
    ['A and AAAA at gc._msdcs', 'gc._msdcs: { A: 192.0.2.1, AAAA: "::1" }'],
    ['an underscore with other types', '_a_b: { TXT: x, SRV: 0 0 0 ., CAA: 0 issue ";" }'],
    ['an underscore with CNAME', '_x: { CNAME: www.example.net }'],
  ])('%s is taken', (_, name) => {
    expect(findings(zone(name))).toEqual([]);
  });

  test('names the type and the label, once for a name', () => {
    expect(messages('a.b_c: { TXT: x, AAAA: "::1", A: 192.0.2.1 }')).toEqual([
      "AAAA owner 'a.b_c' is not a host name ('b_c'); BIND would reject the whole zone: use letters, digits and inner hyphens",
    ]);
  });
});

describe('names that mislead', () => {
  test('name-doubled: the zone twice', () => {
    expect(findings(zone('www.example.com.example.com: { A: 192.0.2.1 }'))).toEqual(['2:3 ?name-doubled']);
    expect(findings(zone('example.com.: { A: 192.0.2.1 }'))).toEqual([]);
  });

  test.each(['www.example.net', 'example.org', '"*.example.org"', 'a.b.info'])(
    'name-looks-fqdn: %s',
    (name) => {
      expect(findings(zone(`${name}: { A: 192.0.2.1 }`))).toEqual(['2:3 ?name-looks-fqdn']);
    },
  );

  test.each(['"*.dev"', 'www', 'net', 'a.staging', 'net.a', 'www.example.com', 'www.example.com.'])(
    'name-looks-fqdn does not mean %s',
    (name) => {
      expect(findings(zone(`${name}: { A: 192.0.2.1 }`))).toEqual([]);
    },
  );

  test('name-looks-fqdn: a name that ends in another zone of the same run', () => {
    const text =
      'records:\n  www.shop.example: { A: 192.0.2.1 }\n  shop.example: { A: 192.0.2.1 }\n  wshop.example: { A: 192.0.2.1 }\n';
    const alone = [new Source('zones/example.com.yaml', text)];
    const beside = [...alone, new Source('zones/shop.example.yaml', 'records: { a: { TXT: x } }')];
    expect(loadTexts(alone).diagnostics).toEqual([]);
    expect(loadTexts(beside).diagnostics.map(brief)).toEqual([
      '2:3 ?name-looks-fqdn',
      '3:3 ?name-looks-fqdn',
    ]);
  });
});

describe('CNAME', () => {
  test.each([
    ['at the zone itself', ['"@": { CNAME: www.example.net }'], ['2:10 cname-apex']],
    [
      'at the zone itself, beside others',
      ['"@": { A: 192.0.2.1, CNAME: www.example.net }'],
      ['2:24 cname-apex'],
    ],
    ['beside another type', ['a: { TXT: x, CNAME: www.example.net }'], ['2:16 cname-conflict']],
    ['beside a delegation', ['a: { CNAME: www.example.net, NS: ns.example.net }'], ['2:8 cname-conflict']],
    [
      'beside another type at a wildcard',
      ['"*": { CNAME: www.example.net, TXT: x }'],
      ['2:10 cname-conflict'],
    ],
    [
      'beside a value that cannot be read',
      ['a: { CNAME: www.example.net, A: x }'],
      ['2:8 cname-conflict', '2:35 a-syntax'],
    ],
    ['twice', ['a: { CNAME: [a.example.net, b.example.net] }'], ['2:8 cname-multiple']],
    ['twice the same', ['a: { CNAME: [a.example.net, a.example.net] }'], ['2:8 cname-multiple']],
    ['to itself', ['a: { CNAME: a.example.com }'], ['2:15 cname-loop']],
    [
      'in a circle of two',
      ['a: { CNAME: b.example.com }', 'b: { CNAME: a.example.com }'],
      ['2:15 cname-loop'],
    ],
    [
      'into a circle: told once',
      ['a: { CNAME: b.example.com }', 'b: { CNAME: c.example.com }', 'c: { CNAME: b.example.com }'],
      ['3:15 cname-loop'],
    ],
    ['to an alias', ['a: { CNAME: b.example.com }', 'b: { CNAME: b.example.net }'], ['2:15 ?cname-chain']],
    ['of a wildcard to a name of its own', ['"*.a": { CNAME: b.a.example.com }'], ['2:19 cname-loop']],
    [
      'to an alias by a wildcard',
      ['a: { CNAME: b.c.example.com }', '"*.c": { CNAME: b.example.net }'],
      ['2:15 ?cname-chain'],
    ],
  ])('%s', (_, names, expected) => {
    expect(findings(zone(...names))).toEqual(expected);
  });

  test.each([
    ['with names below it', ['a: { CNAME: www.example.net }', 'b.a: { TXT: x }']],
    ['wildcard beside explicit names', ['"*": { CNAME: www.example.net }', 'a: { TXT: x }']],
    ['to a name in the zone', ['a: { CNAME: b.example.com }', 'b: { A: 192.0.2.1 }']],
    ['to a name that hides the wildcard', ['"*.a": { CNAME: b.a.example.com }', 'b.a: { A: 192.0.2.1 }']],
    [
      'to a name that others answer for',
      [
        'a: { CNAME: b.c.example.com }',
        'c: { NS: [ns1.example.net, ns2.example.net] }',
        '"*.c": { CNAME: a.example.com }',
      ],
    ],
    ['two to one name', ['a: { CNAME: c.example.net }', 'b: { CNAME: c.example.net }']],
  ])('%s is taken', (_, names) => {
    expect(findings(zone(...names))).toEqual([]);
  });

  test('a circle is shown', () => {
    const names = [
      'a: { CNAME: b.example.com }',
      'b: { CNAME: c.example.com }',
      'c: { CNAME: a.example.com }',
    ];
    expect(messages(...names)).toEqual([
      'CNAME loop: a.example.com → b.example.com → c.example.com → a.example.com; point one of them at a host that answers',
    ]);
  });

  test('eight aliases in a row are a warning, nine an error, told at the first alone', () => {
    const chain = (aliases: number): string[] =>
      Array.from({ length: aliases }, (_, i) => `a${i}: { CNAME: a${i + 1}.example.com }`);
    expect(findings(zone(...chain(8), 'a8: { A: 192.0.2.1 }'))).toEqual(['2:16 ?cname-chain']);
    expect(findings(zone(...chain(9), 'a9: { A: 192.0.2.1 }'))).toEqual(['2:16 cname-chain']);
  });

  test('what is found does not depend on the order of the names', () => {
    const names = [
      'a: { CNAME: b.example.com }',
      'b: { CNAME: c.example.com }',
      'c: { CNAME: d.example.net }',
    ];
    expect(messages(...names)).toEqual(messages(...names.toReversed()));
  });
});

describe('what MX, NS and SRV point at', () => {
  test.each([
    ['an alias', ['a: { MX: 10 b.example.com }', 'b: { CNAME: b.example.net }'], ['2:15 target-cname']],
    [
      'an alias, from SRV',
      ['a: { SRV: 1 2 3 b.example.com }', 'b: { CNAME: b.example.net }'],
      ['2:19 target-cname'],
    ],
    [
      'an alias, from a delegation',
      ['a: { NS: b.example.com }', 'b: { CNAME: b.example.net }'],
      ['2:12 target-cname'],
    ],
    [
      'an alias, from the apex',
      ['"@": { NS: b.example.com }', 'b: { CNAME: b.example.net }'],
      ['2:14 target-cname'],
    ],
    [
      'an alias by wildcard',
      ['a: { MX: 10 x.y.b.example.com }', '"*.b": { CNAME: b.example.net }'],
      ['2:15 target-cname'],
    ],
    ['nothing', ['a: { MX: 10 b.example.com }'], ['2:15 ?target-missing']],
    ['a name without an address', ['a: { MX: 10 b.example.com }', 'b: { TXT: x }'], ['2:15 ?target-missing']],
    [
      'an empty non-terminal beside a wildcard',
      ['a: { MX: 10 b.example.com }', 'c.b: { TXT: x }', '"*": { A: 192.0.2.1 }'],
      ['2:15 ?target-missing'],
    ],
    ['nothing, from a delegation', ['a: { NS: b.example.com }'], ['2:12 ?target-missing']],
    ['nothing, from the apex', ['"@": { NS: b.example.com }'], ['2:14 target-missing']],
    ['glue that is missing', ['a: { NS: ns.a.example.com }'], ['2:12 glue-missing']],
    ['glue that is missing at the cut', ['a: { NS: a.example.com }'], ['2:12 glue-missing']],
    ['glue by wildcard', ['a: { NS: ns.a.example.com }', '"*.a": { A: 192.0.2.1 }'], ['2:12 glue-missing']],
  ])('%s', (_, names, expected) => {
    expect(findings(zone(...names))).toEqual(expected);
  });

  test.each([
    ['an address', ['a: { MX: 10 b.example.com }', 'b: { AAAA: "::1" }']],
    ['an address by wildcard', ['a: { MX: 10 x.b.example.com }', '"*.b": { A: 192.0.2.1 }']],
    ['an address that cannot be read is told as that alone', ['a: { MX: 10 b.example.com }', 'b: { A: x }']],
    ['a name that others answer for', ['a: { MX: 10 mx.b.example.com }', 'b: { NS: ns.example.net }']],
    ['glue', ['a: { NS: ns.a.example.com }', 'ns.a: { A: 192.0.2.1 }']],
    ['the outside', ['a: { MX: 10 mx.example.net, NS: ns.example.net, SRV: 1 2 3 sip.example.net }']],
    ['null MX and a service not offered', ['a: { MX: 0 ., SRV: 0 0 0 . }']],
    ['a CNAME to nothing', ['a: { CNAME: b.example.com }']],
  ])('%s is taken', (_, names) => {
    expect(findings(zone(...names)).filter((finding) => !finding.endsWith('a-syntax'))).toEqual([]);
  });

  test('an alias names what to write instead', () => {
    expect(messages('a: { MX: 10 b.example.com }', 'b: { CNAME: mx.example.net }')).toEqual([
      'target b.example.com is a CNAME; name mx.example.net instead',
    ]);
  });

  test.each([
    ['a: { CNAME: b.sub }', 'b.sub: { A: 192.0.2.1 }'],
    ['a: { MX: 10 b.sub }', 'b.sub: { A: 192.0.2.1 }'],
    ['a: { NS: b.sub }', 'b.sub: { A: 192.0.2.1 }'],
    ['a: { SRV: 1 2 3 b.sub }', 'b.sub: { A: 192.0.2.1 }'],
  ])('target-looks-relative: %s beside %s', (...names) => {
    const [diagnostic, ...others] = loadText(zone(...names)).diagnostics;
    expect(others).toEqual([]);
    expect(diagnostic).toMatchObject({ severity: 'warning', rule: 'target-looks-relative' });
    expect(diagnostic?.message).toBe(
      "'b.sub' is read as the full name 'b.sub.'; write 'b.sub.example.com' for the one in this zone, or end it with a dot",
    );
  });

  test('target-looks-relative does not mean a final dot, nor the full name', () => {
    expect(findings(zone('a: { CNAME: b.sub. }', 'b.sub: { A: 192.0.2.1 }'))).toEqual([]);
    expect(findings(zone('a: { CNAME: b.sub.example.com }', 'b.sub: { A: 192.0.2.1 }'))).toEqual([]);
  });
});

describe('RRsets', () => {
  test('null-mx-conflict: a null MX beside another', () => {
    expect(findings(zone('a: { MX: [10 mx.example.net, 0 .] }'))).toEqual(['2:32 null-mx-conflict']);
    expect(findings(zone('a: { MX: [0 ., 10 .] }'))).toEqual(['2:13 null-mx-conflict']);
    expect(findings(zone('a: { MX: 0 . }'))).toEqual([]);
  });

  test('ns-wildcard', () => {
    expect(findings(zone('"*.a": { NS: ns.example.net }'))).toEqual(['2:12 ns-wildcard']);
    expect(findings(zone('b.a: { NS: ns.example.net }'))).toEqual([]);
  });

  test.each([
    ['A', '192.0.2.1', '192.0.2.1'],
    ['AAAA', '"2001:db8::1"', '"2001:DB8:0::1"'],
    ['NS', 'ns.example.net', 'NS.example.net.'],
    ['MX', '10 a.example.net', '{ priority: 10, value: A.example.net }'],
    ['SRV', '1 2 3 a.example.net', '{ priority: 1, value: 2 3 a.example.net }'],
    ['TXT', 'ab', `'"a" "b"'`],
    ['CAA', '0 issue ca.example.net', '0 ISSUE "ca.example.net"'],
  ])('duplicate: %s %s and %s', (type, one, other) => {
    const { diagnostics } = loadText(zone(`a: { ${type}: [${one}, ${other}] }`));
    expect(diagnostics).toMatchObject([
      { rule: 'duplicate', message: 'same record as on line 2; take one of them out' },
    ]);
    const { column = 0, length = 0, sourceLine = '' } = diagnostics[0]?.at ?? {};
    expect(sourceLine.slice(column - 1, column - 1 + length)).toBe(other);
  });

  test.each([
    ['MX of two priorities', 'a: { MX: [10 a.example.net, 20 a.example.net] }'],
    ['CAA of two flags', 'a: { CAA: [0 issue "a.example.net", 128 issue "a.example.net"] }'],
    ['CAA values that differ in case', 'a: { CAA: [0 issue "a.example.net", 0 issue "A.example.net"] }'],
    ['texts that differ in case', 'a: { TXT: [a, A] }'],
    ['texts that differ in a blank', `a: { TXT: ['"a" "b"', a b] }`],
  ])('%s are no duplicates', (_, name) => {
    expect(findings(zone(name))).toEqual([]);
  });

  test('rrset-too-large: more than BIND loads', () => {
    const texts = (count: number): string =>
      `a: { TXT: [${Array.from({ length: count }, (_, i) => `x${i}`).join(', ')}] }`;
    expect(findings(zone(texts(100)))).toEqual([]);
    expect(findings(zone(texts(101)))).toEqual(['2:13 rrset-too-large']);
  });
});

describe('zones beside each other', () => {
  test('two files for one zone are an error that shows both', () => {
    const { zones, diagnostics } = loadTexts([
      new Source('zones/a/bücher.example.yaml', '# mine\nrecords: { a: { TXT: x } }'),
      new Source('zones/xn--bcher-kva.example.yaml', 'records: { b: { TXT: x } }'),
      new Source('zones/c.yaml', 'ttl: 60\nzone: BÜCHER.example.\nrecords: { b: { TXT: x } }'),
    ]);
    expect(diagnostics).toMatchObject([
      {
        rule: 'zone-twice',
        at: { file: 'zones/c.yaml', line: 2, column: 7 },
        message:
          'zone xn--bcher-kva.example is declared in zones/a/bücher.example.yaml:1 too; put both into one file',
      },
      { rule: 'zone-twice', at: { file: 'zones/xn--bcher-kva.example.yaml', line: 1 } },
    ]);
    expect(zones.map(({ file }) => file)).toEqual(['zones/a/bücher.example.yaml']);
  });

  test('a zone below another is none of that', () => {
    expect(
      loadTexts([
        new Source('zones/example.com.yaml', 'records: { a: { TXT: x } }'),
        new Source('zones/sub.example.com.yaml', 'records: { a: { TXT: x } }'),
      ]).diagnostics,
    ).toEqual([]);
  });
});
