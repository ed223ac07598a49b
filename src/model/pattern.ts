/** Patterns of records, as `ignore` and `protect` have them: which single values they mean, by name, type and value. */
import { type Glob, matchesGlob, readGlob } from './glob.ts';
import { type Fqdn, foldCase } from './name.ts';
import { matchesName, readNamePattern } from './name-pattern.ts';
import { type DnsRecord, RECORD_TYPES, type RecordType, type SourcePosition } from './record.ts';
import { readValue } from './value.ts';

/** What is absent means any. Plain data: the zone it is for is known only to whoever asks. */
export interface RecordPattern {
  /** What the user wrote, on one line: `acme`, or `name: _acme-challenge.**, type: TXT`. */
  readonly text: string;
  readonly source: SourcePosition;
  readonly name?: string;
  readonly types?: readonly RecordType[];
  readonly value?: string;
  /** These records are the registry of external-dns, and the records that they list are meant too. */
  readonly registry?: true;
}

/** Finds the first of some patterns that means a record of this zone. */
export function patternFinder(
  patterns: readonly RecordPattern[],
  zone: Fqdn,
): (record: DnsRecord) => RecordPattern | undefined {
  const tests = patterns.map((pattern) => ({ pattern, test: testOf(pattern, zone) }));
  return (record) => tests.find(({ test }) => test(record))?.pattern;
}

function testOf({ name, types, value }: RecordPattern, zone: Fqdn): (record: DnsRecord) => boolean {
  const names = name === undefined ? undefined : readNamePattern(name, zone);
  const values = value === undefined ? undefined : new ValuePattern(value);
  return (record) =>
    (types === undefined || types.includes(record.type)) &&
    (names === undefined || matchesName(names, record.name)) &&
    (values === undefined || values.matches(record));
}

/**
 * A value as plans show it, with the priority of MX and SRV in front or without; a final dot of host names is as good as
 * none, and ASCII case never matters. A text without stars may have any spelling of the data that it means.
 */
class ValuePattern {
  readonly #glob: Glob;
  readonly #exact: ReadonlyMap<RecordType, string>;

  constructor(text: string) {
    this.#glob = readGlob(foldCase(text));
    const isExact = this.#glob.length === 1;
    this.#exact = new Map(RECORD_TYPES.flatMap((type) => (isExact ? exactOf(type, text) : [])));
  }

  matches(record: DnsRecord): boolean {
    const exact = this.#exact.get(record.type);
    return spellingsOf(record).some((spelling) => spelling === exact || matchesGlob(this.#glob, spelling));
  }
}

const WITH_HOST: ReadonlySet<RecordType> = new Set(['CNAME', 'NS', 'MX', 'SRV']);

function spellingsOf({ type, value, priority }: DnsRecord): string[] {
  const text = foldCase(value);
  const texts = priority === undefined ? [text] : [text, `${priority} ${text}`];
  return WITH_HOST.has(type) ? texts.flatMap((each) => [each, `${each}.`]) : texts;
}

function exactOf(type: RecordType, text: string): [RecordType, string][] {
  const [, priority, rest] = type === 'MX' || type === 'SRV' ? (/^(\d+)\s+(.*)$/.exec(text) ?? []) : [];
  const plain = readValue(type, text).value;
  if (plain !== undefined) return [[type, foldCase(plain)]];
  const value = rest === undefined ? undefined : readValue(type, rest).value;
  return value === undefined ? [] : [[type, `${Number(priority)} ${foldCase(value)}`]];
}
