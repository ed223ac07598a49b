/** Domain names: one canonical form for owners and targets, and the way to and from what people and the API write. */
import { domainToASCII } from 'node:url';

/**
 * A fully qualified name in canonical form: lower case, A-labels, final dot. Names that the service lists and that
 * cannot be read keep their text (lower-cased, with a final dot), so that reading is total.
 */
export type Fqdn = string & { readonly __fqdn: never };

/** What reading a name gives: the name, or what is wrong with it in words for its author. */
export type NameReading =
  | { readonly name: Fqdn; readonly problem?: undefined }
  | { readonly problem: NameProblem; readonly name?: undefined };

export interface NameProblem {
  /** Rule name, as in dns-rules section 1. */
  readonly code:
    | 'name-empty'
    | 'name-empty-label'
    | 'name-label-too-long'
    | 'name-too-long'
    | 'name-bad-character'
    | 'name-escape'
    | 'name-idn'
    | 'name-out-of-zone';
  readonly message: string;
}

/** Octets of a name on the wire (RFC 1035 §2.3.4). */
const LONGEST_NAME = 255;

/**
 * Reads a domain name that stands on its own (a zone, or the target of a record): absolute, final dot optional.
 * Folds ASCII case only (RFC 4343 §3) and turns U-labels into A-labels, label by label (RFC 5891; UTS 46).
 */
export function readAbsoluteName(text: string): NameReading {
  if (text === '') return problem('name-empty', 'name is empty');
  if (text === '.') return { name: '.' as Fqdn };
  const bare = text.endsWith('.') ? text.slice(0, -1) : text;
  const bad = badCharacter(bare);
  if (bad === '\\') {
    return problem('name-escape', 'escapes in names are not supported; write the character itself');
  }
  if (bad !== undefined) return problem('name-bad-character', `name contains ${describeCharacter(bad)}`);
  const labels: string[] = [];
  for (const label of bare.split('.')) {
    if (label === '')
      return problem('name-empty-label', `name has an empty label at position ${labels.length + 1}`);
    // No label that fits needs as much; converting takes time that is quadratic in its length.
    const ascii = label.length > LONGEST_NAME ? label : toALabel(label);
    if (ascii === undefined) {
      return problem('name-idn', `label '${label}' cannot be encoded as an internationalised label (IDNA)`);
    }
    // RFC 1035 §2.3.4 counts octets of what goes over the wire: the A-label.
    if (ascii.length > 63) {
      return problem('name-label-too-long', `label '${label}' is ${ascii.length} octets; the limit is 63`);
    }
    labels.push(ascii);
  }
  return checkLength(`${labels.join('.')}.`, '');
}

/**
 * Reads an owner name of a zone as the API and the zone files read it: `@` is the apex; a final dot makes it absolute;
 * a name that equals the zone or ends in `.zone` is absolute too; all else is relative (design section 3, Names).
 */
export function readOwner(text: string, zone: Fqdn): NameReading {
  if (text === '@') return { name: zone };
  if (text === '') return problem('name-empty', "name is empty; write '@' for the zone itself");
  const reading = readAbsoluteName(text);
  if (reading.name === undefined || isInZone(reading.name, zone)) return reading;
  if (text.endsWith('.')) {
    return problem(
      'name-out-of-zone',
      `'${text}' is not inside zone ${zone.slice(0, -1)}; drop the final dot if it is relative`,
    );
  }
  return checkLength(`${reading.name}${zone}`, ' with the zone');
}

/** Reads an owner name of the service: as {@link readOwner}, but total, for what is there is there. */
export function readLiveOwner(text: string, zone: Fqdn): Fqdn {
  const reading = readOwner(text, zone);
  if (reading.name !== undefined) return reading.name;
  const folded = foldCase(text);
  if (folded === '') return zone;
  const absolute = (folded.endsWith('.') ? folded : `${folded}.`) as Fqdn;
  return absolute === folded || isInZone(absolute, zone) ? absolute : ((absolute + zone) as Fqdn);
}

/**
 * The shortest text that {@link readOwner} reads back as this name: what the API is sent and people are shown.
 * A name that repeats the zone (`www.example.com.example.com.`) keeps its full form, since its short form would be
 * read as absolute.
 */
export function presentOwner(name: Fqdn, zone: Fqdn): string {
  if (name === zone) return '@';
  if (!isInZone(name, zone)) return name;
  const relative = name.slice(0, -zone.length - 1);
  // Names of live data that cannot be read may have empty labels, or '@' for one.
  const isReadOtherwise = /^@?$|\.$/.test(relative) || isInZone(`${relative}.` as Fqdn, zone);
  return isReadOtherwise ? name : relative;
}

/** A target as the API takes it: absolute without the final dot; the root stays a dot. */
export function presentTarget(name: Fqdn): string {
  return name === '.' ? '.' : name.slice(0, -1);
}

/** Whether a name is the zone's apex or stands below it, at a label boundary. */
export function isInZone(name: Fqdn, zone: Fqdn): boolean {
  return (
    name === zone ||
    (name.length > zone.length && name.endsWith(zone) && name[name.length - zone.length - 1] === '.')
  );
}

/** The name one label up; undefined above a top-level name. */
export function parentOf(name: Fqdn): Fqdn | undefined {
  const dot = name.indexOf('.');
  return dot < 0 || dot === name.length - 1 ? undefined : (name.slice(dot + 1) as Fqdn);
}

export function isWildcard(name: Fqdn): boolean {
  return name.startsWith('*.');
}

/** Lowers ASCII letters and nothing else (RFC 4343 §3: other octets have no case). */
export function foldCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

function problem(code: NameProblem['code'], message: string): NameReading {
  return { problem: { code, message } };
}

/** A name with its final dot, if it fits: on the wire each label has a length octet, and so has the root. */
function checkLength(name: string, counted: '' | ' with the zone'): NameReading {
  const octets = name.length + 1;
  if (octets <= LONGEST_NAME) return { name: name as Fqdn };
  return problem('name-too-long', `name is ${octets} octets${counted}; the limit is ${LONGEST_NAME}`);
}

/**
 * The first character that no name here may hold: blanks, controls, what cannot be seen (zero width, bidi, lone
 * surrogates), and the zone file's own signs. A line feed among them would be zone-file injection.
 */
function badCharacter(label: string): string | undefined {
  return /[\s\p{Cc}\p{Cf}\p{Cs};()"@$\\]/u.exec(label)?.[0];
}

function describeCharacter(character: string): string {
  const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  return /^[!-~]$/.test(character) ? `'${character}' (${code})` : code;
}

/** One label in its A-form; undefined where IDNA refuses it. Never a whole name: the URL parser reads hosts (dns-rules 1). */
function toALabel(label: string): string | undefined {
  const folded = foldCase(label);
  if (!/^xn--|[^\x00-\x7f]/.test(folded)) return folded;
  // The parser would decode '%41', and take an ideographic full stop for a dot (RFC 3490 §3.1).
  if (/[%\u3002\uff0e\uff61]/.test(label)) return undefined;
  const host = domainToASCII(`${label}.example`);
  const ascii = host.endsWith('.example') ? host.slice(0, -'.example'.length) : '';
  // UTS 46 maps some characters to signs that no name may hold (a full-width quote), and some to nothing.
  return ascii === '' || ascii.includes('.') || badCharacter(ascii) !== undefined ? undefined : ascii;
}
