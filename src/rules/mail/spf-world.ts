/** What the zones that are judged together know of SPF: which record stands at a name, and which names are asked for. */
import { type Fqdn, parentOf } from '../../model/name.ts';
import { isSpf } from '../../model/text-class.ts';
import { targetOf } from '../../model/value.ts';
import type { RuleWorld } from '../world.ts';
import type { JudgedName } from '../zone.ts';
import { rrsetOf } from '../zone-view.ts';
import { readSpfRecord, type SpfRecord } from './spf-record.ts';
import { textsOf } from './texts.ts';

/** What a look-up at a name would find: 'unknown' where these zones cannot tell. */
export type Found = 'something' | 'nothing' | 'unknown';

/** Names that the records of these zones lead to. */
interface Asked {
  readonly included: ReadonlySet<Fqdn>;
  /** By a 'redirect', or as an alias. */
  readonly led: ReadonlySet<Fqdn>;
  /** Names below these may be meant by macros. */
  readonly below: ReadonlySet<Fqdn>;
}

/** What stands at the end of a name's aliases. */
interface Answer {
  readonly entry: JudgedName<unknown> | undefined;
  /** Others may keep more there than is seen here. */
  readonly isOpen: boolean;
}

/** More aliases in a row than a resolver follows. */
const MOST_ALIASES = 8;

export class SpfWorld {
  readonly #world: RuleWorld<unknown>;
  readonly #records = new Map<string, SpfRecord>();
  readonly #answers = new Map<Fqdn, Answer | 'unknown'>();
  #asked: Asked | undefined;

  private constructor(world: RuleWorld<unknown>) {
    this.#world = world;
  }

  /** One for all zones of a world, so that a record that many include is read once. */
  static of(world: RuleWorld<unknown>): SpfWorld {
    const known = WORLDS.get(world) ?? new SpfWorld(world);
    WORLDS.set(world, known);
    return known;
  }

  /** @param text one that {@link isSpf} */
  read(text: string): SpfRecord {
    const known = this.#records.get(text) ?? readSpfRecord(text);
    this.#records.set(text, known);
    return known;
  }

  /** The one SPF record that receivers find at a name; 'none' where they find none, 'unknown' where nobody here can say. */
  recordAt(name: Fqdn): SpfRecord | 'none' | 'unknown' {
    const answer = this.#answerAt(name);
    if (answer === 'unknown') return answer;
    const { entry, isOpen } = answer;
    const [first, second] = entry === undefined ? [] : spfTextsOf(entry);
    if (first === undefined) return isOpen || (entry !== undefined && isUnread(entry)) ? 'unknown' : 'none';
    return second === undefined ? this.read(first.text) : 'unknown';
  }

  /** Whether a name has records of one of these types. */
  find(name: Fqdn, types: readonly string[]): Found {
    const answer = this.#answerAt(name);
    if (answer === 'unknown') return answer;
    const { entry, isOpen } = answer;
    if (entry?.rrsets.some(({ type }) => types.includes(type))) return 'something';
    return isOpen ? 'unknown' : 'nothing';
  }

  /** How many hosts an MX set names; 0 where that is not known. */
  countExchangers(name: Fqdn): number {
    const answer = this.#answerAt(name);
    if (answer === 'unknown' || answer.entry === undefined) return 0;
    return rrsetOf(answer.entry, 'MX')?.values.length ?? 0;
  }

  /** Whether an SPF record of these zones includes the one at a name. */
  isIncluded(name: Fqdn): boolean {
    this.#asked ??= this.#collect();
    return this.#asked.included.has(name);
  }

  /** Whether a record, or an alias, of these zones leads, or may lead by its macros, to the SPF record at a name. */
  isAskedFor(name: Fqdn): boolean {
    this.#asked ??= this.#collect();
    const { included, led, below } = this.#asked;
    if (included.has(name) || led.has(name) || below.has('.' as Fqdn)) return true;
    for (let above = parentOf(name); above !== undefined; above = parentOf(above)) {
      if (below.has(above)) return true;
    }
    return false;
  }

  #collect(): Asked {
    const included = new Set<Fqdn>();
    const led = new Set<Fqdn>();
    const below = new Set<Fqdn>();
    for (const { zone } of this.#world.views) {
      for (const entry of zone.names.values()) {
        for (const { value } of rrsetOf(entry, 'CNAME')?.values ?? []) {
          const target = targetOf({ type: 'CNAME', value });
          if (target !== undefined) led.add(target);
        }
        for (const { text } of spfTextsOf(entry)) {
          for (const { term, domain } of this.read(text).others) {
            if (domain.name !== undefined) (term.name === 'include' ? included : led).add(domain.name);
            if (domain.below !== undefined) below.add(domain.below);
          }
        }
      }
    }
    return { included, led, below };
  }

  /** What answers for a name, aliases followed. Kept: large senders' names are asked for by many. */
  #answerAt(name: Fqdn): Answer | 'unknown' {
    const answer = this.#answers.get(name) ?? this.#lookUp(name);
    this.#answers.set(name, answer);
    return answer;
  }

  #lookUp(name: Fqdn): Answer | 'unknown' {
    let at = name;
    for (let hops = 0; hops <= MOST_ALIASES; hops++) {
      const view = this.#world.viewFor(at);
      if (view === undefined || view.delegationOf(at) !== undefined) return 'unknown';
      const entry = view.at(at);
      const alias = entry === undefined ? undefined : rrsetOf(entry, 'CNAME')?.values[0];
      if (alias === undefined) return { entry, isOpen: view.zone.open === true };
      const target = targetOf({ type: 'CNAME', value: alias.value });
      if (target === undefined) return 'unknown';
      at = target;
    }
    return 'unknown';
  }
}

/** Whether a name has texts of which none could be read: another rule tells that. */
function isUnread(entry: JudgedName<unknown>): boolean {
  return rrsetOf(entry, 'TXT')?.values.length === 0;
}

const WORLDS = new WeakMap<RuleWorld<unknown>, SpfWorld>();

export function spfTextsOf<At>(entry: JudgedName<At>): ReturnType<typeof textsOf<At>> {
  return textsOf(entry).filter(({ text }) => isSpf(text));
}
