/** Edits a zone file so that it declares other records, proves that it does, and tells what could not be done. */
import { loadTexts } from '../load/load-texts.ts';
import { Source } from '../load/source.ts';
import type { Diagnostic, LintLevels } from '../model/diagnostic.ts';
import type { Fqdn } from '../model/name.ts';
import {
  type DesiredRecord,
  type DnsRecord,
  identityOf,
  type RecordType,
  rrsetKey,
  type SourcePosition,
} from '../model/record.ts';
import type { DesiredZone, Living } from '../model/zone.ts';
import { editText } from './edit-text.ts';
import { Unclear } from './unclear.ts';
import type { WantedRRset } from './wanted.ts';
import { ZoneView } from './zone-view.ts';

export interface ZoneText {
  readonly file: string;
  readonly text: string;
}

/** What dnssync.yaml says for all zones. */
export interface CommonSettings {
  readonly lint?: LintLevels;
  readonly living?: Living;
}

/** An RRset that the file goes on to say as before. */
export interface LeftOut {
  readonly name: Fqdn;
  /** Of the records, or `zone`. */
  readonly type: RecordType | 'zone';
  /** One sentence: why, and what to do. */
  readonly why: string;
  /** Where to edit by hand. */
  readonly place?: SourcePosition;
}

export interface EditedZone {
  readonly text: string;
  readonly leftOut: readonly LeftOut[];
}

/**
 * The file with the RRsets that are wanted. Nothing of it is given where it would not mean exactly that: an RRset that
 * a zone file may not hold, or whose place is unclear, is left out and told.
 *
 * @param declared what was loaded from the file
 * @returns undefined where its text says something else by now
 */
export function editZone(
  file: ZoneText,
  wanted: readonly WantedRRset[],
  settings: CommonSettings = {},
  declared?: DesiredZone,
): EditedZone | undefined {
  if (wanted.length === 0) return { text: file.text, leftOut: [] };
  const before = readZoneText(file, settings).zone;
  if (before === undefined || (declared !== undefined && !meansSame(before, declared))) return undefined;
  if (withRRsets(before, wanted).records.length === 0) {
    // In parts it would be possible, up to the last name: that is not what anybody wants.
    const why =
      'no record would be left; take the records out by hand and write allow_empty: true, or take the file away';
    const { name, source: place } = before;
    return { text: file.text, leftOut: [{ name, type: 'zone', why, place }] };
  }
  const editor = new Editor(file, before, settings);
  editor.edit(wanted);
  const { text, zone, leftOut } = editor;
  if (!meansSame(zone, withRRsets(before, editor.taken)))
    throw new Error(`editing ${file.file} would have changed what it means`);
  return { text, leftOut };
}

class Editor {
  /** What the file says so far, and by which edits. */
  text: string;
  zone: DesiredZone;
  taken: readonly WantedRRset[] = [];
  readonly leftOut: LeftOut[] = [];
  readonly #file: ZoneText;
  readonly #name: Fqdn;
  readonly #settings: CommonSettings;

  constructor(file: ZoneText, zone: DesiredZone, settings: CommonSettings) {
    this.text = file.text;
    this.zone = zone;
    this.#file = file;
    this.#name = zone.name;
    this.#settings = settings;
  }

  /** All that is wanted where that can be, else as much as can be beside each other; the rest is left out. */
  edit(wanted: readonly WantedRRset[]): void {
    // Names at a time: what stands at one name (an alias and others) is wrong or right together.
    this.#visit([...grouped(wanted).values()]);
  }

  /** Where a name stands in the file, or where it would. */
  #placeOf(name: Fqdn | undefined): SourcePosition {
    const { owners, records } = new ZoneView(this.#file.text, this.#name);
    const key = (name === undefined ? undefined : owners.get(name))?.key ?? records?.key;
    return new Source(this.#file.file, this.#file.text).position(key?.start ?? 0);
  }

  #visit(groups: readonly (readonly WantedRRset[])[]): void {
    const rrsets = groups.flat();
    if (rrsets.length === 0) return;
    const problem = this.#take(rrsets);
    if (problem === undefined) return;
    if (groups.length > 1) {
      const middle = groups.length >> 1;
      this.#visit(groups.slice(0, middle));
      this.#visit(groups.slice(middle));
    } else if (rrsets.length > 1) this.#visit(rrsets.map((each) => [each]));
    else for (const { name, type } of rrsets) this.leftOut.push({ name, type, ...problem });
  }

  /** Takes more into the file; nothing where that would be wrong. */
  #take(rrsets: readonly WantedRRset[]): Pick<LeftOut, 'why' | 'place'> | undefined {
    const all = [...this.taken, ...rrsets];
    let text: string;
    try {
      text = editText(this.#file.text, this.#name, all);
    } catch (error) {
      if (!(error instanceof Unclear)) throw error;
      return { why: error.message, place: this.#placeOf(rrsets[0]?.name) };
    }
    const { zone, errors } = readZoneText({ ...this.#file, text }, this.#settings);
    if (zone === undefined)
      return { why: `a zone file may not say so: ${errors[0]?.message ?? 'it could not be read'}` };
    this.text = text;
    this.zone = zone;
    this.taken = all;
    return undefined;
  }
}

/** What a text says by itself; no zone where it has errors. */
export function readZoneText(
  { file, text }: ZoneText,
  { lint, living }: CommonSettings,
): { zone: DesiredZone | undefined; errors: readonly Diagnostic[] } {
  const { zones, diagnostics } = loadTexts([new Source(file, text)], lint, living);
  return { zone: zones[0], errors: diagnostics.filter(({ severity }) => severity === 'error') };
}

/** The zone with what is wanted in the place of what it has. */
function withRRsets(zone: DesiredZone, wanted: readonly WantedRRset[]): DesiredZone {
  const keys = new Set(wanted.map(rrsetKey));
  const others = zone.records.filter((record) => !keys.has(rrsetKey(record)));
  const records = wanted.flatMap(({ name, type, ttl, values }) =>
    values.map(({ value, priority }): DesiredRecord => {
      const record = { name, type, value, ttl, source: zone.source };
      return priority === undefined ? record : { ...record, priority };
    }),
  );
  return { ...zone, records: [...others, ...records] };
}

/** Whether two zones say the same, wherever it stands in their files. */
export function meansSame(a: DesiredZone | undefined, b: DesiredZone): boolean {
  if (a === undefined) return false;
  const factsOf = ({ records, source: _, lint, ...rest }: DesiredZone): string =>
    JSON.stringify(
      [records.map(factOf).sort(), rest, [...(lint ?? [])].map(([rule, level]) => `${rule} ${level}`).sort()],
      (key, value) => (key === 'source' ? undefined : value),
    );
  return factsOf(a) === factsOf(b);
}

function factOf(record: DnsRecord): string {
  return `${identityOf(record)} ${record.ttl}`;
}

function grouped(wanted: readonly WantedRRset[]): Map<Fqdn, WantedRRset[]> {
  const groups = new Map<Fqdn, WantedRRset[]>();
  for (const rrset of wanted) {
    const group = groups.get(rrset.name);
    if (group === undefined) groups.set(rrset.name, [rrset]);
    else group.push(rrset);
  }
  return groups;
}
