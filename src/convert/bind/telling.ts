/** What a reader of zone files has to tell: mistakes, and what it leaves out, each with its place. */
import type { Diagnostic } from '../../model/diagnostic.ts';
import { type Fqdn, presentOwner } from '../../model/name.ts';
import { compareText } from '../../model/record.ts';
import { domainOf } from '../../model/zone.ts';
import type { LeftOut } from '../imported.ts';
import { shown } from './escapes.ts';
import type { Stretch, Token } from './lexer.ts';
import type { Owner } from './name.ts';
import type { Places } from './places.ts';

/** So many mistakes are told of a file; of one that is none at all, each line is one. */
const MOST_PROBLEMS = 100;

/** Of a value in words. */
const LONGEST = 200;

export class Telling {
  readonly diagnostics: Diagnostic[] = [];
  readonly #leftOut: LeftOut[] = [];
  readonly #zone: Fqdn;

  constructor(zone: Fqdn) {
    this.#zone = zone;
  }

  get isFull(): boolean {
    return this.diagnostics.length >= MOST_PROBLEMS;
  }

  error(places: Places, at: Stretch, message: string, rule = 'bind-syntax'): void {
    this.diagnostics.push(places.error(rule, at, message));
  }

  /** An empty file never means an empty zone, nor does the file of another zone; with a mistake, that is told alone. */
  noneOfZone(places: Places): void {
    if (this.diagnostics.length > 0) return;
    const message = `no record of ${domainOf(this.#zone)} stands here; is this the file of another zone?`;
    this.error(places, { start: 0, end: 0 }, message, 'bind-zone');
  }

  leave(places: Places, at: Stretch, what: string, why: string, foreign?: LeftOut['foreign']): void {
    const place = places.position(at.start);
    this.#leftOut.push({ what, why, place, ...(foreign === undefined ? {} : { foreign }) });
  }

  /** A record as it stood, in a few words. */
  words(owner: Owner, type: string, data: readonly Token[]): string {
    const name = 'name' in owner ? presentOwner(owner.name, this.#zone) : owner.written;
    return `${name} ${type} ${this.value(data)}`;
  }

  value(data: readonly Token[]): string {
    const text = data.map((token) => (token.quoted ? `"${token.text}"` : token.text)).join(' ');
    return shown(text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text);
  }

  /** With these, in the order of the file. */
  allLeftOut(others: readonly LeftOut[]): LeftOut[] {
    return [...this.#leftOut, ...others].sort(byPlace);
  }
}

function byPlace({ place: a }: LeftOut, { place: b }: LeftOut): number {
  if (a === undefined || b === undefined) return 0;
  return compareText(a.file, b.file) || a.line - b.line || a.column - b.column;
}
