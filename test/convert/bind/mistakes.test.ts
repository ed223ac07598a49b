// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the braces are those of $GENERATE
/** What is wrong in a zone file is told with its place, one mistake a line, and what comes after it is read on. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BindReading, readBind } from '../../../src/convert/bind/read-bind.ts';
import { ZONE } from '../../support/records.ts';

const HEAD = '$TTL 1h\n@ SOA ns1 host 1 1h 15m 4w 5m\n';

function read(text: string, include: Record<string, string> = {}): BindReading {
  return readBind({
    file: 'db.example.com',
    text: Buffer.from(text, 'utf8').toString('latin1'),
    zone: ZONE,
    include: (path) => {
      const found = include[path];
      return found === undefined ? { problem: `${path} is not there` } : { file: path, text: found };
    },
  });
}

function told(text: string, include?: Record<string, string>): string[] {
  return read(text, include).diagnostics.map(
    ({ rule, message, at }) => `${at?.file}:${at?.line}:${at?.column} ${rule} ${message}`,
  );
}

describe('a mistake', () => {
  test.each([
    ['www A 192.0.2.300', '7 bind-syntax', 'not an IPv4 address'],
    ['www A', '5 bind-syntax', 'A has no data'],
    ['www A 192.0.2.1 192.0.2.2', '17 bind-syntax', 'A ends before this'],
    ['www A "192.0.2.1"', '7 bind-syntax', 'quotes cannot stand around'],
    ['www AAA 192.0.2.1', '5 bind-syntax', 'did you mean AAAA?'],
    ['www 3600', '5 bind-syntax', 'the type of the record is missing'],
    ['www CH TXT x', '5 bind-syntax', 'class CH'],
    ['www MX mail', '8 bind-syntax', 'MX has 2 fields'],
    ['www MX ten mail', '8 bind-syntax', "'ten' is not a number 0…65535"],
    ['www MX 70000 mail', '8 bind-syntax', "'70000' is not a number"],
    ['www CAA 256 issue ca', '9 bind-syntax', "'256' is not a number 0…255"],
    ['www CAA 0 is-sue ca', '11 bind-syntax', 'a CAA tag holds letters'],
    ['www TXT "a', '9 bind-syntax', 'this quote is not closed'],
    ['www TXT a\\25', '9 bind-syntax', 'an escape here is none'],
    ['www TXT a)', '10 bind-syntax', "this ')' closes nothing"],
    ['www TXT ( a', '9 bind-syntax', "this '(' is never closed"],
    ['a..b A 192.0.2.1', '1 bind-syntax', 'an empty label'],
    [`${'x'.repeat(64)} A 192.0.2.1`, '1 bind-syntax', '64 octets; the limit is 63'],
    [`${'x.'.repeat(130)} A 192.0.2.1`, '1 bind-syntax', 'the limit is 255'],
    ['www A \\# 4 C00002', '7 bind-syntax', 'RFC 3597'],
    ['www A \\# 3 C00002', '7 bind-syntax', 'no RDATA of type A'],
    ['www SOA a b 1 1 1 1 1', '1 bind-syntax', 'SOA stands at the zone itself'],
    ['$TTL soon', '6 bind-syntax', '$TTL takes one time'],
    ['$ORIGIN', '1 bind-syntax', '$ORIGIN takes one name'],
    ['$TLL 1h', '1 bind-syntax', "'$TLL' is no directive"],
    ['$INCLUDE other.db', '10 bind-include', 'other.db is not there'],
    ['$GENERATE 5-1 a A 192.0.2.$', '11 bind-generate', 'no range'],
    ['$GENERATE 1-2 a$ A', '18 bind-generate', 'the data of $GENERATE is one text'],
    ['$GENERATE 1-2 a${x} A 192.0.2.$', '15 bind-generate', 'braces hold an offset'],
    ['$GENERATE 1-2 a${1,999} A 192.0.2.1', '15 bind-generate', 'a width up to 127'],
    ['$GENERATE 1-300 a$ A 192.0.2.$', '22 bind-syntax', "'192.0.2.256' is not an IPv4 address"],
    ['$GENERATE 0-2147483647 a$ A 192.0.2.1', '1 bind-generate', 'more than 200000 records'],
  ])('%s', (line, place, message) => {
    const found = told(`${HEAD}${line}\n`);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(`db.example.com:3:${place} `);
    expect(found[0]).toContain(message);
  });

  test('does not hide what comes after it, and no name lends itself to the lines below it', () => {
    const { zone, diagnostics } = read(`${HEAD}a..b A 192.0.2.1\n  A 192.0.2.2\nwww A 192.0.2.3\nx Q 1\n`);
    expect(diagnostics.map(({ at }) => at?.line)).toEqual([3, 6]);
    expect(zone.records.map(({ name, value }) => `${name} ${value}`)).toEqual(['www.example.com. 192.0.2.3']);
  });

  test('columns count characters, not octets', () => {
    expect(told(`${HEAD}www TXT "é" \\999\n`)[0]).toContain(':3:13 ');
  });

  test('no TTL and no name before a record', () => {
    expect(told('www A 192.0.2.1\n')[0]).toContain("write '$TTL 3600' at the top");
    expect(told('  A 192.0.2.1\n')[0]).toContain('no name stands before this record');
  });

  test.each([
    ['', 'no record of example.com stands here'],
    ['; notes\n$TTL 1h\n$ORIGIN example.com.\n', 'no record of example.com stands here'],
    ['www.other.test. 60 A 192.0.2.1\n', 'no record of example.com stands here'],
  ])('a file that holds nothing of the zone is none of it: %j', (text, message) => {
    expect(told(text)).toEqual([expect.stringContaining(`db.example.com:1:1 bind-zone ${message}`)]);
  });

  test.each(['@ 60 SOA ns1 host 1 1h 15m 4w 5m\n', '@ 60 NS ns1\n', '1 60 PTR www\n'])(
    'a file with one record of the zone is of it, though nothing of it can be kept: %j',
    (text) => {
      const { zone, diagnostics } = read(text);
      expect(diagnostics).toEqual([]);
      expect(zone.records).toEqual([]);
      expect(zone.leftOut).toHaveLength(1);
    },
  );

  test('files that include each other, deeply, and many times over', () => {
    const circle = { 'a.db': '$INCLUDE b.db\n', 'b.db': '$INCLUDE a.db\n' };
    expect(told(`${HEAD}$INCLUDE a.db\n`, circle)).toEqual([
      'b.db:1:10 bind-include this file is being read already: it would include itself',
    ]);
    const deep = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`${at}`, `$INCLUDE ${at + 1}\n`]));
    expect(told(`${HEAD}$INCLUDE 0\n`, deep)).toEqual([
      '9:1:10 bind-include files within files go no deeper than 10',
    ]);
    const wide = Object.fromEntries(
      Array.from({ length: 9 }, (_, at) => [`${at}`, `$INCLUDE ${at + 1}\n`.repeat(8)]),
    );
    const many = told(`${HEAD}$INCLUDE 0\n`, { ...wide, 9: '' });
    expect(many[0]).toContain('more than 1000 files are included');
    expect(many.length).toBeLessThanOrEqual(100);
  });

  test('a file that is none is told in a hundred lines at most', () => {
    expect(told('\0\x01\x02\n'.repeat(100_000))).toHaveLength(100);
  });

  test('more than named takes: a byte order mark, long strings, a directive at the very end', () => {
    const { zone, diagnostics } = read(
      `\ufeff${HEAD}www TXT "${'x'.repeat(400)}"\n$GENERATE 1-2 a$ A 192.0.2.$`,
    );
    expect(diagnostics).toEqual([]);
    expect(zone.records.map(({ value }) => value)).toEqual(['x'.repeat(400), '192.0.2.1', '192.0.2.2']);
  });

  test("more than named takes: the SOA of Cloudflare's exports, whose name lacks the final dot", () => {
    const { zone, diagnostics } = read(
      `;; SOA Record
example.com\t3600\tIN\tSOA\tada.ns.cloudflare.com. dns.cloudflare.com. 2049453583 10000 2400 604800 3600

;; A Records
www.example.com.\t1\tIN\tA\t192.0.2.1 ; cf_tags=cf-proxied:true
`,
    );
    expect(diagnostics).toEqual([]);
    expect(zone.records.map(({ name, value }) => `${name} ${value}`)).toEqual(['www.example.com. 192.0.2.1']);
    expect(zone.leftOut.map(({ why }) => why)).toEqual(['the SOA of a zone is made by the service']);
  });

  test('any octets are read or refused, never thrown at, and in time', () => {
    const octets = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .array(
          fc.constantFrom(
            ...'$ORIGIN,$TTL,$GENERATE,$INCLUDE,@,A,TXT,MX,IN,1h,1-2,\\#,(,),",;,\n, ,\\,\0,.,a'.split(','),
          ),
          { maxLength: 60 },
        )
        .map((parts) => parts.join(' ')),
    );
    fc.assert(
      fc.property(octets, (text) => {
        const { zone, diagnostics } = read(text, { a: text });
        expect(zone.zone).toBe(ZONE);
        for (const { at } of diagnostics) expect(at?.line).toBeGreaterThan(0);
      }),
      { numRuns: 2000 },
    );
  });
});
