/** SOA: nothing of it is kept, but where no `$TTL` stands its last number is the zone's default TTL. */
import type { Fqdn } from '../../model/name.ts';
import { shown } from './escapes.ts';
import { readSeconds } from './head.ts';
import type { Stretch, Token } from './lexer.ts';
import { readName } from './name.ts';

/** The negative TTL (RFC 2308 §4), in seconds; or what is wrong with the data. */
export function readMinimum(
  tokens: readonly Token[],
  origin: Fqdn,
  end: Stretch,
): number | undefined | { readonly problem: string; readonly at: Stretch } {
  // As octets it would have to be taken apart; no program writes a SOA so and leaves $TTL out.
  if (tokens[0]?.text === '\\#') return undefined;
  for (const [index, token] of tokens.slice(0, 7).entries()) {
    const problem = token.quoted ? 'quotes cannot stand here' : problemOf(token.text, index, origin);
    if (problem !== undefined) return { problem, at: token };
  }
  if (tokens.length === 7) return readSeconds(tokens[6]?.text ?? '');
  const form = 'SOA is two names, a serial number and four times: refresh, retry, expire, negative TTL';
  return { problem: form, at: tokens[7] ?? end };
}

function problemOf(text: string, index: number, origin: Fqdn): string | undefined {
  if (index < 2) {
    const reading = readName(text, origin);
    return 'problem' in reading ? reading.problem : undefined;
  }
  if (index === 2) {
    const isSerial = /^\d{1,10}$/.test(text) && Number(text) <= 0xffff_ffff;
    return isSerial ? undefined : `'${shown(text)}' is no serial number`;
  }
  return readSeconds(text) === undefined ? `'${shown(text)}' is no time, as in 3600 or 1h` : undefined;
}
