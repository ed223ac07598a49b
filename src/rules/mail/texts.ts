/** The texts of a name, decoded, for rules about what they say; and how messages quote from them. */
import { txtOctets } from '../../model/value/txt.ts';
import type { JudgedName } from '../zone.ts';
import { rrsetOf } from '../zone-view.ts';

export interface PlacedText<At> {
  readonly text: string;
  readonly at: At;
}

/** Read once: several rules look at each name. */
const KNOWN = new WeakMap<JudgedName<unknown>, readonly PlacedText<unknown>[]>();

/** All TXT values of a name. One that stands twice is given once: that is for another rule. */
export function textsOf<At>(entry: JudgedName<At>): readonly PlacedText<At>[] {
  const set = rrsetOf(entry, 'TXT');
  if (set === undefined) return [];
  const known = KNOWN.get(entry) as readonly PlacedText<At>[] | undefined;
  if (known !== undefined) return known;
  const texts = new Map<string, PlacedText<At>>();
  for (const { value, at } of set.values) {
    if (!texts.has(value)) texts.set(value, { text: decoded(value), at });
  }
  const list = [...texts.values()];
  KNOWN.set(entry, list);
  return list;
}

/** Octets that are no UTF-8 come as U+FFFD, which no policy has. */
function decoded(value: string): string {
  return value.startsWith('"') ? txtOctets(value).toString('utf8') : value;
}

/** How much of a text a message quotes. */
const LONGEST = 60;

/** In quotes, and cut where it is long: a text may have 65,000 octets. */
export function quoted(text: string): string {
  return text.length <= LONGEST ? `'${text}'` : `'${text.slice(0, LONGEST - 1)}…'`;
}

/** What is told of one text: where there are many mistakes, the first few mend most of them. */
const MOST_PROBLEMS = 10;

/** The first few, each once: a text may have 30,000 of one kind. */
export function firstFew(problems: readonly string[]): readonly string[] {
  return [...new Set(problems)].slice(0, MOST_PROBLEMS);
}
