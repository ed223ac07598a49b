/** The canonical style of zone files: what it changes, and what it never does. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { zoneFile } from '../../src/convert/zone-file.ts';
import type { FormatOptions } from '../../src/edit/format-text.ts';
import { formatZone } from '../../src/edit/format-zone.ts';
import { loadTexts } from '../../src/load/load-texts.ts';
import { Source } from '../../src/load/source.ts';
import { FILE, WITHOUT_ADVICE } from '../support/zone-text.ts';
import { styledFile } from './styles.ts';

const RUNS = Number(process.env.DNSSYNC_RUNS ?? 200);
const settings = { lint: WITHOUT_ADVICE };

function formatted(text: string, options: FormatOptions = {}): string {
  return formatZone({ file: FILE, text }, settings, options) ?? 'not formatted';
}

function load(text: string) {
  const { zones, diagnostics } = loadTexts([new Source(FILE, text)], WITHOUT_ADVICE);
  const facts = zones[0]?.records.map(({ name, type, ttl, priority, value }) =>
    [name, type, ttl, priority, value].join(' '),
  );
  return { facts: facts?.sort(), rules: diagnostics.map(({ rule }) => rule).sort() };
}

/** The words of all comments, in order. */
const comments = (text: string): string[] =>
  text
    .split(/\r?\n/)
    .flatMap(
      (line) => /(?:^|\s)(#\s*(?:note|because|yaml-|it is|short|all of|the end).*)$/.exec(line)?.[1] ?? [],
    );

describe('fmt', () => {
  it('sets names, times, quotes, blanks and indentation right, and keeps comments', () => {
    const text = `# yaml-language-server: $schema=../schema/zone.schema.json
zone: "Example.COM."
ttl:   3600   # an hour


records:
    # the zone
    "example.com.":
        A:   [ "192.0.2.1" ]   # one
        AAAA: [ 2001:DB8:0::1,2001:db8::2 ]
        TXT: "v=spf1 -all"
        MX:
        - "10 MX1.Example.com."
        - { priority: "20" , value: mx2.example.com. }
        # more to come
    www.example.com.: {CNAME: "@"}
    "api":
        A:
            ttl: 300
            values:
            - 192.0.2.7`;
    expect(formatted(text)).toBe(`# yaml-language-server: $schema=../schema/zone.schema.json
zone: example.com
ttl: 1h   # an hour

records:
  # the zone
  "@":
    A: 192.0.2.1   # one
    AAAA: [2001:db8::1, 2001:db8::2]
    TXT: v=spf1 -all
    MX:
      - 10 mx1.example.com
      - { priority: 20, value: mx2.example.com }
    # more to come
  www: { CNAME: "@" }
  api:
    A:
      ttl: 5m
      values: 192.0.2.7
`);
  });

  it('leaves quotes where a comment behind a text would look like a part of it', () => {
    const text = 'records:\n  "@":\n    TXT: "v=spf1 -all" # hard\n';
    expect(formatted(text)).toBe(text);
  });

  it('leaves blocks and flow lists of several lines in their lines', () => {
    const text =
      'records:\n    "@":\n        TXT: >-\n            v=spf1\n            -all\n        A: [\n            192.0.2.1, # a\n            192.0.2.2\n            ]\n';
    expect(formatted(text)).toBe(
      'records:\n  "@":\n    TXT: >-\n      v=spf1\n      -all\n    A: [\n        192.0.2.1, # a\n        192.0.2.2\n        ]\n',
    );
  });

  it('sorts where it is asked to, each name with the comments above it', () => {
    const text = `records:
  www:
    TXT: x
    # six
    AAAA: 2001:db8::1
    A: 192.0.2.1
    # below www

  # our mail
  mail: { A: 192.0.2.2 } # m

  "@":
    A: 192.0.2.3
`;
    expect(formatted(text)).toBe(text);
    expect(formatted(text, { sort: true })).toBe(`records:
  "@":
    A: 192.0.2.3

  # our mail
  mail: { A: 192.0.2.2 } # m

  www:
    A: 192.0.2.1
    # six
    AAAA: 2001:db8::1
    TXT: x
    # below www
`);
  });

  it('has nothing to say of a file with an error', () => {
    expect(formatZone({ file: FILE, text: 'records:\n  www: { A: nonsense }\n' }, settings)).toBeUndefined();
  });

  it('accepts what import writes', () => {
    fc.assert(
      fc.property(styledFile, ({ text }) => {
        const { zones } = loadTexts([new Source(FILE, text)], WITHOUT_ADVICE);
        const [zone] = zones;
        if (zone === undefined) throw new Error(text);
        const written = zoneFile(zone.name, zone.records, {
          schema: '../schema/zone.schema.json',
          named: true,
        });
        expect(formatted(written)).toBe(written);
        expect(formatted(written, { sort: true })).toBe(written);
      }),
      { numRuns: RUNS / 5 },
    );
  });

  it('never changes what a file means, keeps every comment, and is done after one time', () => {
    fc.assert(
      fc.property(styledFile, fc.boolean(), ({ text }, sort) => {
        const once = formatted(text, { sort });
        const [before, after] = [load(text), load(once)];
        expect(after.facts, once).toEqual(before.facts);
        expect(after.rules, `${text}\nbecame\n${once}`).toEqual(before.rules);
        expect(formatted(once, { sort }), `${text}\nbecame\n${once}\nand then another`).toBe(once);
        const [told, kept] = [comments(text), comments(once)];
        expect(sort ? kept.sort() : kept, `${text}\nbecame\n${once}`).toEqual(sort ? told.sort() : told);
        expect(once).not.toMatch(/[ \t]\r?\n|\n\r?\n\r?\n/);
      }),
      { numRuns: RUNS },
    );
  });

  it('formats every file of this repository without changing what it means', () => {
    for (const folder of ['zones', 'test/cases']) {
      for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        if (!name.endsWith('.yaml')) continue;
        const file = { file: name, text: readFileSync(join(folder, name), 'utf8') };
        const text = formatZone(file, settings);
        if (text !== undefined) expect(formatZone({ ...file, text }, settings)).toBe(text);
      }
    }
  });
});
