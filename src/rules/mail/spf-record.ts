/** An SPF record as a value: its terms in order, and what is wrong with them (RFC 7208 §4.5 and 4.6). */
import { isSpf } from '../../model/text-class.ts';
import type { SpfDomain } from './spf-domain.ts';
import {
  readSpfTerm,
  type SpfMechanism,
  type SpfModifier,
  type SpfProblem,
  type SpfTerm,
} from './spf-term.ts';
import { quoted } from './texts.ts';

export interface SpfRecord {
  /** Those that are evaluated: up to the first 'all', and that itself. */
  readonly mechanisms: readonly SpfMechanism[];
  readonly all?: SpfMechanism;
  /** What stands after 'all' and is never reached (RFC 7208 §5.1). */
  readonly unreached: readonly SpfMechanism[];
  readonly redirect?: SpfModifier;
  /** Those that make a receiver ask (RFC 7208 §4.6.4); 'redirect' does where there is no 'all' (§6.1). */
  readonly asking: readonly SpfTerm[];
  /** The records of others that this one names, reached or not. */
  readonly others: readonly SpfReference[];
  readonly problems: readonly Omit<SpfProblem, 'kind' | 'text'>[];
}

/** An 'include' or 'redirect' with the domain it names. */
export interface SpfReference {
  readonly term: SpfTerm;
  readonly domain: SpfDomain;
}

const ASKING: ReadonlySet<string> = new Set(['include', 'a', 'mx', 'ptr', 'exists']);

/** Reads a text that {@link isSpf}. */
export function readSpfRecord(text: string): SpfRecord {
  const mechanisms: SpfMechanism[] = [];
  const unreached: SpfMechanism[] = [];
  const problems: Omit<SpfProblem, 'kind' | 'text'>[] = [];
  const modifiers = new Map<string, SpfModifier>();
  let all: SpfMechanism | undefined;
  for (const word of text.slice('v=spf1'.length).split(' ')) {
    if (word === '') continue;
    const term = readSpfTerm(word);
    if (term.kind === 'problem') problems.push(term);
    else if (term.kind === 'modifier') {
      const isTwice = modifiers.has(term.name) && (term.name === 'redirect' || term.name === 'exp');
      if (isTwice) problems.push({ isJoined: false, message: `'${term.name}=' stands twice; take one out` });
      else modifiers.set(term.name, term);
    } else if (all !== undefined) unreached.push(term);
    else {
      mechanisms.push(term);
      if (term.name === 'all') all = term;
    }
  }
  const redirect = modifiers.get('redirect');
  const asking: SpfTerm[] = mechanisms.filter(({ name }) => ASKING.has(name));
  if (redirect !== undefined && all === undefined) asking.push(redirect);
  const naming: SpfTerm[] = [...mechanisms, ...unreached].filter(({ name }) => name === 'include');
  if (redirect !== undefined) naming.push(redirect);
  return {
    mechanisms,
    unreached,
    problems,
    asking,
    others: naming.flatMap((term) => (term.domain === undefined ? [] : { term, domain: term.domain })),
    ...(all !== undefined && { all }),
    ...(redirect !== undefined && { redirect }),
  };
}

/**
 * What keeps a text from being the SPF record that it was meant to be; undefined where it is one, or another thing.
 * Receivers pass over it (RFC 7208 §4.5).
 */
export function spfVersionProblem(text: string): Omit<SpfProblem, 'kind' | 'text'> | undefined {
  const head = /^[\s"']*v\s*=\s*spf(?:1(?![\d.])|(?=[\s;]))/i.exec(text)?.[0];
  if (head === undefined || isSpf(text)) return undefined;
  const rest = text.slice(head.length);
  if (/^v=spf1$/i.test(head) && JOINED_HEAD.test(rest)) {
    const message = `a blank is missing after 'v=spf1', so that this is no SPF record; write ${quoted(`v=spf1 ${rest}`)}`;
    return { isJoined: true, message };
  }
  const terms = rest.replace(/^[\s;,]+/, '');
  const message = `an SPF record begins with 'v=spf1' and a blank, or receivers pass over it; write ${quoted(`v=spf1 ${terms}`)}`;
  return { isJoined: false, message };
}

/** How the first term begins where it follows the version without a blank. */
const JOINED_HEAD = /^[+?~-]?(?:redirect=|(?:include|exists|ip4|ip6):|all(?: |$)|(?:a|mx|ptr)(?:[ :/]|$))/i;
