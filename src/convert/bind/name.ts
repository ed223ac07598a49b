/** Names as zone files write them: relative to the origin, with escapes, any octet in any label. */
import { type Fqdn, foldCase, readAbsoluteName } from '../../model/name.ts';
import { shown, unescaped } from './escapes.ts';

/** A name; or why it is none, which is a mistake in the file; or why dnssync has no word for it, though DNS has. */
export type Owner = Exclude<NameReading, { problem: string }>;

export type NameReading =
  | { readonly name: Fqdn }
  | { readonly problem: string }
  | { readonly unsayable: string; readonly written: string };

/** Nearly all names; the others are read octet by octet. */
const EVERYDAY = /^[A-Za-z0-9_*-]{1,63}(?:\.[A-Za-z0-9_*-]{1,63})*\.?$/;

/** Octets on the wire (RFC 1035 §2.3.4). */
const LONGEST = 255;

export function readName(text: string, origin: Fqdn): NameReading {
  if (text === '@') return { name: origin };
  if (EVERYDAY.test(text) && !/xn--/i.test(text)) {
    const name = absolute(foldCase(text), origin);
    if (name.length < LONGEST) return { name };
  }
  return readAnyName(text, origin);
}

function absolute(text: string, origin: Fqdn): Fqdn {
  if (text.endsWith('.')) return text as Fqdn;
  return (origin === '.' ? `${text}.` : `${text}.${origin}`) as Fqdn;
}

function readAnyName(text: string, origin: Fqdn): NameReading {
  if (text === '.') return { name: '.' as Fqdn };
  const labels = labelsOf(text);
  const isAbsolute = labels.at(-1) === '';
  if (isAbsolute) labels.pop();
  let octets = 1 + (isAbsolute || origin === '.' ? 0 : origin.length);
  const plain: string[] = [];
  for (const label of labels) {
    const read = unescaped(label);
    if (read === undefined) {
      return {
        problem: `'${shown(text)}' has an escape that is none: three digits up to 255, or one character`,
      };
    }
    if (read === '') return { problem: `'${shown(text)}' has an empty label` };
    if (read.length > 63)
      return { problem: `a label of '${shown(text)}' is ${read.length} octets; the limit is 63` };
    octets += read.length + 1;
    plain.push(read);
  }
  if (octets > LONGEST)
    return { problem: `'${shown(text)}' is ${octets} octets as a name; the limit is ${LONGEST}` };
  const odd = plain.find((label) => /[^!-~]|[.;()"@$\\]/.test(label));
  if (odd !== undefined) {
    const isRaw = /[\x80-\xff]/.test(odd);
    const hint = isRaw ? '; in a zone file an internationalised label is written as its A-label (xn--)' : '';
    return {
      unsayable: `dnssync has no way to write the name '${shown(text)}'${hint}`,
      written: shown(text),
    };
  }
  const rest = isAbsolute || origin === '.' ? '' : origin;
  const { name, problem } = readAbsoluteName(`${plain.join('.')}.${rest}`);
  return name === undefined ? { unsayable: problem.message, written: shown(text) } : { name };
}

/** Cut at the dots that no backslash stands before. */
function labelsOf(text: string): string[] {
  const labels: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '.') {
      labels.push(text.slice(start, at));
      start = at + 1;
    }
  }
  labels.push(text.slice(start));
  return labels;
}
