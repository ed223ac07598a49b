/** Every text that the tests of loading hold and that is a file without errors: formatted and edited like any other. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { editZone, readZoneText } from '../../src/edit/edit-zone.ts';
import { formatZone } from '../../src/edit/format-zone.ts';
import type { WantedRRset } from '../../src/edit/wanted.ts';
import type { Fqdn } from '../../src/model/name.ts';
import { type DnsRecord, rrsetKey } from '../../src/model/record.ts';
import { FILE, WITHOUT_ADVICE } from '../support/zone-text.ts';

const settings = { lint: WITHOUT_ADVICE };

function stringsOf(file: string): string[] {
  const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', 0: '\0' };
  return [...readFileSync(file, 'utf8').matchAll(/'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`/g)].map(
    ([, single, back]) =>
      (single ?? back ?? '').replace(/\\(?:u([0-9a-f]{4})|(.))/g, (_, code?: string, character = '') =>
        code === undefined
          ? (escapes[character] ?? character)
          : String.fromCharCode(Number.parseInt(code, 16)),
      ),
  );
}

/** What stands under a name, or is a part of a file, makes a whole one. */
const wholes = (text: string): string[] => [
  text,
  `records:\n  a:\n    TXT: ${text}\n`,
  `records: { a: { TXT: ${text} } }\n`,
  `records:\n  a:\n    TXT: [${text}, other] # c\n`,
];
const texts = [
  ...new Set(
    readdirSync('test/load')
      .filter((name) => name.endsWith('.test.ts'))
      .flatMap((name) => stringsOf(join('test/load', name)))
      .flatMap(wholes),
  ),
];
const files = texts.flatMap((text) => {
  if (text.length > 20_000) return [];
  const { zone } = readZoneText({ file: FILE, text }, settings);
  return zone === undefined || zone.records.length === 0 ? [] : [{ text, zone }];
});

function rrsetsOf(records: readonly DnsRecord[]): WantedRRset[] {
  const sets = new Map<string, WantedRRset & { values: DnsRecord[] }>();
  for (const record of records) {
    const { name, type, ttl } = record;
    const set = sets.get(rrsetKey(record)) ?? { name, type, ttl, values: [] };
    sets.set(rrsetKey(record), set);
    set.values.push(record);
  }
  return [...sets.values()];
}

describe('odd files', () => {
  it('are many', () => {
    expect(files.length).toBeGreaterThan(3000);
  });

  it('are formatted without a change of meaning, once and for all', () => {
    for (const { text } of files) {
      const once = formatZone({ file: FILE, text }, settings);
      expect(once, JSON.stringify(text)).toBeDefined();
      expect(formatZone({ file: FILE, text: once ?? '' }, settings), JSON.stringify(text)).toBe(once);
    }
  });

  it('take a name more, another ttl, another value and one less', () => {
    const fresh: WantedRRset = {
      name: 'fresh.example.com.' as Fqdn,
      type: 'TXT',
      ttl: 77,
      values: [{ value: 'x' }, { value: 'y' }],
    };
    for (const { text, zone } of files) {
      const sets = rrsetsOf(zone.records);
      const [first, second] = sets;
      if (first === undefined) throw new Error(text);
      const own = { ...fresh, name: `fresh.${zone.name}` as Fqdn };
      const more = first.type === 'TXT' ? [{ value: 'added by hand' }] : [];
      const wanted = [
        [own],
        [{ ...first, ttl: 77 }],
        [{ ...first, values: [...first.values.slice(1), ...more] }].filter(({ values }) => values.length > 0),
        second === undefined ? [] : [{ ...first, values: [] }],
        [own, { ...first, values: [] }],
      ];
      for (const each of wanted) {
        const edited = editZone({ file: FILE, text }, each, settings);
        const hint = `${JSON.stringify(text)} ${JSON.stringify(each)}`;
        expect(edited, hint).toBeDefined();
        // In a file that stands in { } as a whole nothing can be added: told, not guessed.
        if (!text.trimStart().startsWith('{')) expect(edited?.leftOut, hint).toEqual([]);
      }
    }
  });
});
