/** The live records that stay beside the file's: which of them is in the way of a record, and in which words. */
import type { Fqdn } from '../model/name.ts';
import type { LeftAlone } from '../model/plan.ts';
import { compareText, type LiveRecord } from '../model/record.ts';
import { targetOf } from '../model/value.ts';
import { type DesiredZone, domainOf, type UnmanagedRecord } from '../model/zone.ts';
import type { Verdict } from '../rules/zone.ts';
import { groupBy } from './grouped.ts';
import { isKnown, type Place } from './judged-zone.ts';
import { type KeptWords, keptWords } from './left-alone.ts';

interface Stay {
  readonly desired: DesiredZone;
  readonly kept: readonly (LiveRecord | UnmanagedRecord)[];
  readonly leftAlone: readonly LeftAlone[];
}

const SOME_LIVE: KeptWords = {
  beside: 'the live records that stay',
  hint: 'delete the live record in question at the vendor, or change the file',
};

export class KeptRecords {
  readonly #zone: DesiredZone;
  readonly #byName: ReadonlyMap<Fqdn, readonly (LiveRecord | UnmanagedRecord)[]>;
  readonly #reasons: ReadonlyMap<LiveRecord | UnmanagedRecord, LeftAlone>;

  constructor({ desired, kept, leftAlone }: Stay) {
    this.#zone = desired;
    this.#byName = groupBy(kept, ({ name }) => name);
    this.#reasons = new Map(leftAlone.map((left) => [left.record, left]));
  }

  words({ rule, message, at }: Verdict<Place>): { readonly text: string; readonly hint?: string } {
    const where = at === undefined ? '' : `${at.type} ${domainOf(at.name)}: `;
    // What is wrong with nothing beside it, its own words mend.
    if (this.#byName.size === 0) return { text: where + message };
    const other = at && this.#other(rule, at);
    const { beside, hint } = (other && keptWords(other, this.#reasons.get(other), this.#zone)) ?? SOME_LIVE;
    return { text: `${where}${message} (with ${beside})`, hint };
  }

  /** The live record that a finding is about beside the file's, as far as its place tells. */
  #other(rule: string, at: NonNullable<Place>): LiveRecord | UnmanagedRecord | undefined {
    const here = this.#byName.get(at.name) ?? [];
    const itself = here.find((record) => record === at);
    if (itself !== undefined) return itself;
    if (rule === 'cname-conflict') return [...here].sort((a, b) => compareText(a.type, b.type))[0];
    const target = isKnown(at) ? targetOf(at) : undefined;
    const [led] = (target && this.#byName.get(target)) ?? [];
    return led ?? here.find(({ type }) => type === at.type);
  }
}
