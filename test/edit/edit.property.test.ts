/** Whatever a zone file looks like, an edit of it means what was wanted, and every other line stays as it was. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editZone } from '../../src/edit/edit-zone.ts';
import { formatZone } from '../../src/edit/format-zone.ts';
import type { WantedRRset } from '../../src/edit/wanted.ts';
import { loadTexts } from '../../src/load/load-texts.ts';
import { Source } from '../../src/load/source.ts';
import { type Fqdn, readOwner } from '../../src/model/name.ts';
import { quoteOctets } from '../../src/model/value/quoted.ts';
import { readValue } from '../../src/model/value.ts';
import { FILE, WITHOUT_ADVICE } from '../support/zone-text.ts';
import { keyOf, type RRset, type StyledFile, styledFile, zone } from './styles.ts';

const RUNS = Number(process.env.DNSSYNC_RUNS ?? 250);
const ZONE = 'example.com.' as Fqdn;

function factsOf(text: string): string[] {
  const { zones, diagnostics } = loadTexts([new Source(FILE, text)], WITHOUT_ADVICE);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(`${errors.map(({ message }) => message).join('\n')}\n${text}`);
  return (zones[0]?.records ?? [])
    .map(({ name, type, ttl, priority, value }) => `${name} ${type} ${ttl} ${priority} ${value}`)
    .sort();
}

const nameOf = (owner: string): Fqdn => readOwner(owner, ZONE).name ?? ZONE;

function wantedFacts(rrsets: readonly RRset[]): string[] {
  return rrsets
    .flatMap(({ owner, type, ttl, values }) =>
      values.map(({ value, priority }) => `${nameOf(owner)} ${type} ${ttl} ${priority} ${value}`),
    )
    .sort();
}

/** The RRsets that differ from one zone to another. */
function changes(before: readonly RRset[], after: readonly RRset[]): WantedRRset[] {
  const textOf = ({ ttl, values }: RRset): string =>
    JSON.stringify([ttl, values.map((v) => JSON.stringify(v)).sort()]);
  const old = new Map(before.map((rrset) => [keyOf(rrset), rrset]));
  const fresh = new Map(after.map((rrset) => [keyOf(rrset), rrset]));
  return [...new Set([...old.keys(), ...fresh.keys()])].flatMap((key): WantedRRset[] => {
    const [was, is] = [old.get(key), fresh.get(key)];
    if (was !== undefined && is !== undefined && textOf(was) === textOf(is)) return [];
    const { owner, type, ttl } = is ?? was ?? { owner: '@', type: 'A' as const, ttl: 0 };
    return [{ name: nameOf(owner), type, ttl, values: is?.values ?? [] }];
  });
}

/** Some names as they were, some of another zone, some gone. */
const goals = (file: StyledFile) =>
  fc.tuple(zone(3600), fc.infiniteStream(fc.nat(99))).map(([other, dice]) => {
    const owners = new Set([...file.rrsets, ...other].map(({ owner }) => owner));
    const goal: RRset[] = [];
    for (const owner of owners) {
      const roll = dice.next().value ?? 0;
      const mine = file.rrsets.filter((rrset) => rrset.owner === owner);
      const theirs = other.filter((rrset) => rrset.owner === owner);
      if (roll < 40) goal.push(...mine);
      else if (roll < 60) goal.push(...theirs);
      else if (roll < 90) {
        // Part of the values, another ttl, a value more.
        for (const rrset of mine) {
          const values = rrset.values.filter(() => (dice.next().value ?? 0) < 70);
          const more = theirs.find(({ type }) => type === rrset.type)?.values ?? [];
          const fresh = more.filter((a) => !rrset.values.some((b) => a.value === b.value));
          const ttl = (dice.next().value ?? 0) < 70 ? rrset.ttl : 7200;
          const all = rrset.type === 'CNAME' ? rrset.values : [...values, ...fresh];
          if (all.length > 0) goal.push({ ...rrset, ttl, values: all });
        }
      }
    }
    return goal;
  });

const cases = styledFile.chain((file) =>
  fc.record({ file: fc.constant(file), goal: goals(file).filter((goal) => goal.length > 0) }),
);

describe('edits of zone files', () => {
  it('print files that mean what the test says', () => {
    fc.assert(
      fc.property(styledFile, ({ text, rrsets }) => {
        expect(factsOf(text)).toEqual(wantedFacts(rrsets));
      }),
      { numRuns: RUNS / 5 },
    );
  });

  it('mean what was wanted, and leave every other line as it was', () => {
    fc.assert(
      fc.property(cases, ({ file, goal }) => {
        const wanted = changes(file.rrsets, goal);
        const edited = editZone({ file: FILE, text: file.text }, wanted, { lint: WITHOUT_ADVICE });
        const { text = '', leftOut } = edited ?? {};
        expect(leftOut, file.text).toEqual([]);
        expect(factsOf(text), text).toEqual(wantedFacts(goal));
        expectOthersKept(file, text, wanted, goal);
      }),
      { numRuns: RUNS },
    );
  });
});

describe('texts that an edit puts into a file', () => {
  const OLD: readonly string[] = ['old one', 'old two'];
  const FILES: readonly string[] = [
    'records:\n  a:\n    TXT: old one\n',
    'records:\n  a:\n    TXT: "old one" # c\n',
    "records:\n  a:\n    TXT: 'old one'\n",
    'records:\n  a:\n    TXT: >-\n      old\n      one\n    A: 192.0.2.1\n',
    'records:\n  a:\n    TXT:\n      - old one\n      - "old two"\n',
    'records:\n  a: { TXT: old one }\n',
    "records:\n  a: { TXT: ['old one', old two] }\n",
    'records:\n  a:\n    TXT: { ttl: 1h, values: "old one" }\n',
    'records: { b: { A: 192.0.2.1 } }\n',
    'records:\n  b:\n    A: 192.0.2.1',
  ];
  const octets = fc.oneof(
    fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
    fc.string({ unit: 'binary', maxLength: 40 }).map((text) => Buffer.from(text, 'utf8')),
    fc
      .array(
        fc.constantFrom(
          ...'"\'\\#:,[]{}&*!|>%@`-? \t;=/~<\u00e9\u2028\ufeff\u202e\u{1f600}',
          ' #',
          ': ',
          '- ',
          '---',
          '...',
          '<<',
        ),
        {
          maxLength: 12,
        },
      )
      .map((parts) => Buffer.from(parts.join(''), 'utf8')),
    fc
      .constantFrom(
        'null',
        'no',
        '1.10',
        '0755',
        '~',
        '2026-11-26',
        '10:20',
        '::',
        '2001:db8::',
        '##[add-mask]x',
      )
      .map((text) => Buffer.from(text)),
  );
  it('read back as they were, whatever they hold, formatted or not', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...FILES),
        fc.array(octets, { minLength: 1, maxLength: 3 }),
        (text, bytes) => {
          const values = [...new Set(bytes.map((each) => readValue('TXT', quoteOctets(each)).value ?? ''))];
          const rrset = {
            name: nameOf('a'),
            type: 'TXT',
            ttl: 3600,
            values: values.map((value) => ({ value })),
          } as const;
          const edited = editZone({ file: FILE, text }, [rrset], { lint: WITHOUT_ADVICE });
          expect(edited?.leftOut, text).toEqual([]);
          const facts = factsOf(edited?.text ?? '').filter((fact) => fact.startsWith('a.example.com. TXT'));
          expect(facts, edited?.text).toEqual(
            values.map((value) => `a.example.com. TXT 3600 undefined ${value}`).sort(),
          );
          for (const old of OLD) expect(values.includes(old) || !edited?.text.includes(old)).toBe(true);
          const neat = formatZone({ file: FILE, text: edited?.text ?? '' }, { lint: WITHOUT_ADVICE });
          expect(factsOf(neat ?? ''), edited?.text).toEqual(factsOf(edited?.text ?? ''));
          expect(formatZone({ file: FILE, text: neat ?? '' }, { lint: WITHOUT_ADVICE })).toBe(neat);
        },
      ),
      { numRuns: RUNS * 4 },
    );
  });
});

/** Lines of RRsets that nobody asked to change, and comments, stand in the new text in their order. */
function expectOthersKept(
  { lines, text: before, eol }: StyledFile,
  text: string,
  wanted: readonly WantedRRset[],
  goal: readonly RRset[],
): void {
  if (wanted.length === 0) expect(text).toBe(before);
  const touched = new Set(wanted.flatMap(({ name, type }) => [`${name} ${type}`, `${name} `, 'any']));
  const left = new Set(goal.map(({ owner }) => owner));
  const isTouched = (key: string): boolean => {
    if (key === 'any') return touched.has(key);
    const [owner = '', type = ''] = key.split(' ');
    return type === 'whole' ? !left.has(owner) : touched.has(`${nameOf(owner)} ${type}`);
  };
  const after = text.split(eol);
  let at = 0;
  let isInside = false;
  for (const line of lines) {
    // A comment among the lines of what is changed moves or goes with them.
    if (line.of !== undefined) isInside = isTouched(line.of);
    else if (isInside && /^\s+#/.test(line.text)) continue;
    if ((line.of !== undefined && isTouched(line.of)) || line.text === '') continue;
    const found = after.indexOf(line.text, at);
    expect(found, `'${line.text}' is gone from\n${text}\nwhich was\n${before}`).toBeGreaterThanOrEqual(0);
    at = found + 1;
  }
  expect(text.endsWith(eol), `${text}\nwas\n${before}`).toBe(before.endsWith(eol));
  if (eol === '\r\n') expect(text.replaceAll('\r\n', '')).not.toContain('\n');
}
