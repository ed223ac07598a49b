/** Makes zone files of imported zones that validate: what breaks a rule that may be set is kept and the rule lowered, what no file may say is left out and told. */
import type { Diagnostic } from '../model/diagnostic.ts';
import { type Fqdn, presentOwner } from '../model/name.ts';
import { rrsetKey } from '../model/record.ts';
import type { ImportedRecord, ImportedZone, LeftOut } from './imported.ts';
import { valueText, type ZoneFileOptions, zoneFileLines } from './zone-file.ts';

/** A zone on its way to a file. */
export interface Draft {
  readonly imported: ImportedZone;
  /** The file's path, by which findings are told apart. */
  readonly file: string;
  readonly options: Omit<ZoneFileOptions, 'lowered'>;
}

export interface SettledZone {
  readonly file: string;
  readonly zone: Fqdn;
  readonly text: string;
  readonly records: readonly ImportedRecord[];
  readonly leftOut: readonly LeftOut[];
  /** What is wrong with the zone as a whole; with any of it there is no file to write. */
  readonly problems: readonly Diagnostic[];
}

export interface Judge {
  /** The errors that loading these files would find. */
  errorsIn(files: readonly { readonly file: string; readonly text: string }[]): readonly Diagnostic[];
  /** Whether `lint:` can set a rule. */
  isSettable(rule: string): boolean;
}

/** BIND's max-records-per-type, above which it refuses the whole zone (CVE-2024-1737). */
const MOST_VALUES = 100;

/** Each round mends all that it finds; what one uncovers, the next does. */
const MOST_ROUNDS = 10;

const REASON = 'as it was when it was imported; once it is mended, take this out';

export function settle(drafts: readonly Draft[], judge: Judge): SettledZone[] {
  const zones = drafts.map((draft) => new Settling(draft));
  // All of them each time: what one says may break a rule in another.
  const errors = (): Map<string, Diagnostic[]> => {
    const found = new Map<string, Diagnostic[]>();
    for (const error of judge.errorsIn(zones)) {
      const file = error.at?.file ?? '';
      found.set(file, [...(found.get(file) ?? []), error]);
    }
    return found;
  };
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const found = errors();
    const isChanged = zones.map((zone) => zone.mend(found.get(zone.file) ?? [], judge)).includes(true);
    if (!isChanged) return zones.map((zone) => zone.result());
  }
  const left = errors();
  for (const zone of zones) zone.problems = left.get(zone.file) ?? [];
  return zones.map((zone) => zone.result());
}

class Settling {
  readonly file: string;
  readonly #draft: Draft;
  #records: readonly ImportedRecord[];
  readonly #leftOut: LeftOut[];
  readonly #lowered = new Map<string, string>();
  problems: readonly Diagnostic[] = [];
  text = '';
  #lines: ReturnType<typeof zoneFileLines<ImportedRecord>> = [];

  constructor(draft: Draft) {
    this.#draft = draft;
    this.file = draft.file;
    this.#leftOut = [...draft.imported.leftOut];
    this.#records = this.#withinBounds(draft.imported.records);
    this.#write();
  }

  /** Whether anything was changed, so that it must be judged again. */
  mend(errors: readonly Diagnostic[], judge: Judge): boolean {
    const dropped = new Map<ImportedRecord, Diagnostic>();
    const problems: Diagnostic[] = [];
    let isChanged = false;
    for (const error of errors) {
      const about = this.#lines[(error.at?.line ?? 0) - 1]?.records ?? [];
      // Lowered in vain: this very case cannot be.
      if (judge.isSettable(error.rule) && !this.#lowered.has(error.rule)) {
        this.#lowered.set(error.rule, REASON);
        isChanged = true;
      } else if (about.length > 0) for (const record of about) dropped.set(record, error);
      else problems.push(error);
    }
    this.problems = problems;
    for (const [record, { message }] of dropped) this.#leave(record, message);
    if (dropped.size > 0) this.#records = this.#records.filter((record) => !dropped.has(record));
    isChanged ||= dropped.size > 0;
    if (isChanged) this.#write();
    return isChanged;
  }

  result(): SettledZone {
    const { imported } = this.#draft;
    return {
      file: this.file,
      zone: imported.zone,
      text: this.text,
      records: this.#records,
      leftOut: this.#leftOut,
      problems: this.problems,
    };
  }

  #write(): void {
    const { imported, options } = this.#draft;
    this.#lines = zoneFileLines(imported.zone, this.#records, { ...options, lowered: this.#lowered });
    this.text = this.#lines.map(({ text }) => `${text}\n`).join('');
  }

  #withinBounds(records: readonly ImportedRecord[]): readonly ImportedRecord[] {
    const counts = new Map<string, number>();
    return records.filter((record) => {
      const count = (counts.get(rrsetKey(record)) ?? 0) + 1;
      counts.set(rrsetKey(record), count);
      if (count > MOST_VALUES) {
        this.#leave(
          record,
          `named refuses a zone with more than ${MOST_VALUES} records of one name and type`,
        );
      }
      return count <= MOST_VALUES;
    });
  }

  #leave(record: ImportedRecord, why: string): void {
    const { name, type, place } = record;
    const what = `${presentOwner(name, this.#draft.imported.zone)} ${type} ${valueText(record)}`;
    this.#leftOut.push({ what, why, ...(place === undefined ? {} : { place }) });
  }
}
