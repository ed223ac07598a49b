/** What stands between the name of a record and its data: TTL and class, either or none first, then the type. */
import { closest } from '../../model/suggest.ts';
import { shown } from './escapes.ts';
import type { Stretch, Token } from './lexer.ts';
import { KEPT, typeNamed } from './type-names.ts';

export interface Head {
  readonly type: string;
  /** Seconds, up to 32 bits. */
  readonly ttl?: number;
  /** The index of the token after the type. */
  readonly next: number;
}

export type HeadReading = Head | { readonly problem: string; readonly at: Stretch };

/** @param first the index of the token after the name */
export function readHead(tokens: readonly Token[], first: number, end: Stretch): HeadReading {
  let index = first;
  let className: string | undefined;
  const takeClass = (): void => {
    const text = plainText(tokens[index])?.toUpperCase() ?? '';
    if (className !== undefined || !/^(?:IN|CH|CHAOS|HS|HESIOD|ANY|NONE|CLASS\d{1,5})$/.test(text)) return;
    className = text;
    index++;
  };
  takeClass();
  const ttl = readSeconds(plainText(tokens[index]) ?? '');
  if (ttl !== undefined) index++;
  takeClass();
  const token = tokens[index];
  if (token === undefined) return { problem: 'the type of the record is missing', at: end };
  const type = token.quoted ? undefined : typeNamed(token.text);
  if (type === undefined) {
    const nearest = closest(token.text.toUpperCase(), KEPT);
    const hint = nearest === undefined ? '' : `; did you mean ${nearest}?`;
    return { problem: `'${shown(token.text)}' is no type of record${hint}`, at: token };
  }
  if (className !== undefined && className !== 'IN' && className !== 'CLASS1') {
    return {
      problem: `class ${className}: the zones of this service are of class IN`,
      at: tokens[first] ?? end,
    };
  }
  return { type, next: index + 1, ...(ttl === undefined ? {} : { ttl }) };
}

function plainText(token: Token | undefined): string | undefined {
  return token?.quoted ? undefined : token?.text;
}

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** `300`, `5M`, `1h30m`: BIND's units, in either case; undefined for anything else, and beyond 32 bits. */
export function readSeconds(text: string): number | undefined {
  if (!/^\d[\dsmhdw]{0,62}$/i.test(text) || !/^(?:\d+|(?:\d+[smhdw])+)$/i.test(text)) return undefined;
  let seconds = 0;
  for (const [, count, unit = 's'] of text.matchAll(/(\d+)([smhdw])?/gi)) {
    seconds += Number(count) * (UNITS[unit.toLowerCase()] ?? 1);
  }
  return seconds <= 0xffff_ffff ? seconds : undefined;
}
