/** The traps of YAML that parse well and mean something else than what was written. */
import { isIP, isIPv6 } from 'node:net';
import { quoteText, rewriteLine } from '../rewrite.ts';
import type { Source, Span } from '../source.ts';
import type { YamlNode } from '../tree.ts';

export interface Trap {
  readonly rule: string;
  readonly span: Span;
  readonly message: string;
}

/** `2001:db8::` is a map to YAML: the last colon ends a key. `key` is the only one of its map and has no value. */
export function ipv6Trap(source: Source, key: string, start: number): Trap | undefined {
  const address = `${key}:`;
  if (!isIPv6(address)) return undefined;
  const span = { start, end: start + address.length };
  const line = rewriteLine(source, span, quoteText(address));
  return { rule: 'yaml-ipv6', span, message: `YAML takes the last ':' for the end of a key; write: ${line}` };
}

/**
 * In `{ TXT: a, b }` the comma ends the text and `b` becomes a key without a value. `end` is where the last such key
 * ends. Types whose values hold no commas were given two: `{ A: 192.0.2.1, 192.0.2.2 }`.
 */
export function mapCommaTrap(source: Source, key: string, text: YamlNode, end: number): Trap | undefined {
  if (text.kind !== 'text' || text.style !== 'plain') return undefined;
  const span = { start: text.start, end };
  const written = source.text.slice(text.start, end);
  const areAddresses = key === 'values' && written.split(',').every((part) => isIP(part.trim()) !== 0);
  if ((HOLD_COMMAS.has(key) && !areAddresses) || written.includes('"')) return commaTrap(source, span, '{ }');
  // What looks like a key is one, and its value is missing.
  if (/,\s*[A-Za-z_]+$/.test(written)) return undefined;
  const line = rewriteLine(source, span, `[${written}]`);
  return {
    rule: 'yaml-comma',
    span,
    message: `several values stand in [ ], or on lines of their own; write: ${line}`,
  };
}

/** Keys under which a text with a comma may stand. */
const HOLD_COMMAS: ReadonlySet<string> = new Set(['TXT', 'CAA', 'value', 'values']);

/** In `[a; b=c, d]` the comma ends the text; told only where what follows cannot be a value of its own. */
export function listCommaTrap(source: Source, items: readonly YamlNode[]): Trap | undefined {
  const first = items.findIndex((item, index) => isContinued(item, items[index + 1]));
  if (first < 0) return undefined;
  let last = first + 1;
  while (isContinued(items[last], items[last + 1])) last++;
  return commaTrap(source, { start: items[first]?.start ?? 0, end: items[last]?.end ?? 0 }, '[ ]');
}

/** `www:{ A: x }` is a key `www:{ A` to YAML: without a blank the colon ends nothing. */
export function colonTrap(source: Source, key: Span & { readonly text: string }): Trap | undefined {
  const at = key.text.search(/:[{["]/);
  if (at < 0) return undefined;
  const span = { start: key.start + at, end: key.start + at + 1 };
  const message = `a blank is missing after this ':'; write: ${rewriteLine(source, span, ': ')}`;
  return { rule: 'yaml-blank', span, message };
}

/** `<<` takes in another map, to YAML 1.1 and to many readers of YAML 1.2. */
export function mergeTrap(key: Span & { readonly text: string }): Trap | undefined {
  if (key.text !== '<<') return undefined;
  return {
    rule: 'yaml-merge',
    span: key,
    message: "merge keys ('<<') are not supported; write the records out",
  };
}

/** `|` and `>` keep the last line feed, which would be published. `span` is the whole block, its header first. */
export function blockTrap(source: Source, span: Span, text: string): Trap {
  const indicator = source.text[span.start] ?? '|';
  // Inner line feeds are no better than the last one: '>-' makes them blanks.
  const header = indicator === '|' && text.indexOf('\n') === text.length - 1 ? '|-' : '>-';
  const line = rewriteLine(source, { start: span.start, end: Number.POSITIVE_INFINITY }, header);
  const message = `'${indicator}' leaves a line feed at the end of the text; write: ${line}`;
  return { rule: 'yaml-block', span, message };
}

function commaTrap(source: Source, span: Span, brackets: string): Trap {
  const line = rewriteLine(source, span, quoteText(source.text.slice(span.start, span.end)));
  return {
    rule: 'yaml-comma',
    span,
    message: `a ',' inside ${brackets} ends a text that is not quoted; write: ${line}`,
  };
}

/** A tag of a policy text (SPF, DKIM, DMARC, BIMI …) or an address in one: never a TXT value of its own. */
const POLICY_PART = /^(?:mailto:|https?:|(?:[a-uw-z]|sp|np|pct|rua|ruf|fo|rf|ri|adkim|aspf)=)/;

function isContinued(item: YamlNode | undefined, next: YamlNode | undefined): boolean {
  if (item?.kind !== 'text' || item.style !== 'plain' || next?.kind !== 'text' || next.style !== 'plain')
    return false;
  const quotes = item.text.split('"').length - 1;
  return quotes % 2 === 1 || (item.text.includes('=') && POLICY_PART.test(next.text));
}
