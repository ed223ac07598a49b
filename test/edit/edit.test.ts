/** Edits of zone files at the places of their nodes, one style after the other. */
import { describe, expect, it } from 'vitest';
import { editZone } from '../../src/edit/edit-zone.ts';
import type { WantedRRset } from '../../src/edit/wanted.ts';
import type { Fqdn } from '../../src/model/name.ts';
import { readOwner } from '../../src/model/name.ts';
import type { RecordType } from '../../src/model/record.ts';
import { FILE, WITHOUT_ADVICE } from '../support/zone-text.ts';

const ZONE = 'example.com.' as Fqdn;

/** `name type ttl: value | value`; MX and SRV values begin with their priority. */
function wanted(text: string): WantedRRset {
  const [, name = '', type = '', ttl = '', values = ''] = /^(\S+) (\S+) (\d+):\s?(.*)$/.exec(text) ?? [];
  const owner = readOwner(name, ZONE).name;
  if (owner === undefined) throw new Error(text);
  return {
    name: owner,
    type: type as RecordType,
    ttl: Number(ttl),
    values:
      values === ''
        ? []
        : values.split(' | ').map((value) => {
            const [, priority, rest = ''] = /^(\d+) (.*)$/.exec(value) ?? [];
            return type === 'MX' || type === 'SRV' ? { priority: Number(priority), value: rest } : { value };
          }),
  };
}

function edited(text: string, ...changes: string[]): string {
  const result = editZone({ file: FILE, text }, changes.map(wanted), { lint: WITHOUT_ADVICE });
  expect(result?.leftOut).toEqual([]);
  return result?.text ?? 'changed';
}

describe('values', () => {
  it('change where they stand, in their quotes and with their comment', () => {
    const text = `records:\n  www:\n    A: 192.0.2.1   # web\n    TXT: 'it''s'  # t\n    MX: "10  mx1.example.com."\n`;
    expect(
      edited(text, 'www A 3600: 192.0.2.9', "www TXT 3600: it's new", 'www MX 3600: 20 mx1.example.com'),
    ).toBe(
      `records:\n  www:\n    A: 192.0.2.9   # web\n    TXT: 'it''s new'  # t\n    MX: "20  mx1.example.com."\n`,
    );
  });
  it('make a list of the one that was alone', () => {
    const text = 'records:\n  www:\n    A: 192.0.2.1  # web\n  mail: { A: 192.0.2.2 }\n';
    expect(edited(text, 'www A 3600: 192.0.2.1 | 192.0.2.9', 'mail A 3600: 192.0.2.2 | 192.0.2.3')).toBe(
      'records:\n  www:\n    A:\n      - 192.0.2.1  # web\n      - 192.0.2.9\n  mail: { A: [192.0.2.2, 192.0.2.3] }\n',
    );
  });
  it('come and go in lists', () => {
    const text =
      'records:\n  www:\n    A:\n    - 192.0.2.1 # one\n    # two\n    - 192.0.2.2 # two\n  mail:\n    A: [192.0.2.2, 192.0.2.3] # c\n';
    expect(edited(text, 'www A 3600: 192.0.2.2 | 192.0.2.9 | 192.0.2.10', 'mail A 3600: 192.0.2.3')).toBe(
      'records:\n  www:\n    A:\n    - 192.0.2.9 # one\n    # two\n    - 192.0.2.2 # two\n    - 192.0.2.10\n  mail:\n    A: [192.0.2.3] # c\n',
    );
  });
  it('get a ttl of their own, and lose no comment', () => {
    const text =
      'records:\n  www:\n    A: 192.0.2.1  # web\n    AAAA:\n      # both\n      - 2001:db8::1\n      - 2001:db8::2\n  mail: { A: 192.0.2.2 }\n';
    expect(
      edited(text, 'www A 300: 192.0.2.1', 'www AAAA 300: 2001:db8::1 | 2001:db8::2', 'mail A 60: 192.0.2.2'),
    ).toBe(
      'records:\n  www:\n    A:\n      ttl: 5m\n      values: 192.0.2.1  # web\n    AAAA:\n      ttl: 5m\n      values:\n        # both\n        - 2001:db8::1\n        - 2001:db8::2\n  mail: { A: { ttl: 1m, values: 192.0.2.2 } }\n',
    );
  });
});

describe('types and names', () => {
  it('come in order and go with their lines', () => {
    const text =
      'records:\n  # the zone\n  "@":\n    TXT: hi\n\n  www:\n    A: 192.0.2.1\n\n  xen:\n    A: 192.0.2.3\n';
    expect(
      edited(text, '@ A 3600: 192.0.2.7', 'www A 3600:', 'xray MX 3600: 10 a.example.com | 20 b.example.com'),
    ).toBe(
      'records:\n  # the zone\n  "@":\n    A: 192.0.2.7\n    TXT: hi\n\n  xen:\n    A: 192.0.2.3\n\n  xray:\n    MX:\n      - 10 a.example.com\n      - 20 b.example.com\n',
    );
  });
  it('become an alias', () => {
    const text =
      'records:\n  www: { A: 192.0.2.1, AAAA: "2001:db8::1" }\n  a:\n    CNAME: www.example.com # x\n';
    expect(
      edited(
        text,
        'www A 3600:',
        'www AAAA 3600:',
        'www CNAME 3600: example.net',
        'a CNAME 3600:',
        'a A 3600: 192.0.2.4',
      ),
    ).toBe('records:\n  www: { CNAME: example.net }\n  a:\n    A: 192.0.2.4\n');
  });
});

describe('what is left out', () => {
  const leftOut = (text: string, ...changes: string[]) =>
    editZone({ file: FILE, text }, changes.map(wanted), { lint: WITHOUT_ADVICE });

  it('is what a zone file may not say; the rest is taken', () => {
    const text = 'records:\n  www: { A: 192.0.2.1 }\n  a: { A: 192.0.2.1 }\n  b: { A: 192.0.2.1 }\n';
    const result = leftOut(
      text,
      'a A 3600: 192.0.2.9',
      'www CNAME 3600: example.net',
      'b A 3600: 192.0.2.9',
      'c TXT 3600: new',
    );
    expect(result?.text).toBe(
      `${text.replace(/(a|b): \{ A: 192.0.2.1/g, '$1: { A: 192.0.2.9')}  c: { TXT: new }\n`,
    );
    expect(result?.leftOut).toEqual([
      {
        name: 'www.example.com.',
        type: 'CNAME',
        why: expect.stringContaining('a zone file may not say so: '),
      },
    ]);
  });

  it('is everything where no record would be left', () => {
    const text = 'records:\n  www: { A: 192.0.2.1 }\n  a: { A: 192.0.2.1 }\n';
    const result = leftOut(text, 'a A 3600:', 'www A 3600:');
    expect(result?.text).toBe(text);
    expect(result?.leftOut).toMatchObject([
      { type: 'zone', why: expect.stringContaining('allow_empty: true') },
    ]);
  });

  it('is what stands where no line can be taken out alone, with its place', () => {
    const text = 'allow_empty: true\nrecords: {}\n';
    expect(leftOut(text, 'a A 3600: 192.0.2.9')?.text).toBe(
      'allow_empty: true\nrecords:\n  a:\n    A: 192.0.2.9\n',
    );
    const flow = '{ allow_empty: true }\n';
    expect(leftOut(flow, 'a A 3600: 192.0.2.9')).toEqual({
      text: flow,
      leftOut: [
        {
          name: 'a.example.com.',
          type: 'A',
          why: 'the whole file stands in { }; write the records by hand',
          place: { file: FILE, line: 1, column: 1 },
        },
      ],
    });
  });

  it('is nothing in a file that has an error by now', () => {
    expect(leftOut('records:\n  www: { A: x }\n', 'a A 3600: 192.0.2.9')).toBeUndefined();
  });
});
