/** One term of an SPF record: a mechanism with its qualifier, or a modifier (RFC 7208 §4.6.1). */
import { isIPv4, isIPv6 } from 'node:net';
import { closest } from '../../model/suggest.ts';
import { readSpfDomain, type SpfDomain } from './spf-domain.ts';
import { quoted } from './texts.ts';

export const MECHANISMS = ['all', 'include', 'a', 'mx', 'ptr', 'ip4', 'ip6', 'exists'] as const;
export type Mechanism = (typeof MECHANISMS)[number];

export type SpfTerm = SpfMechanism | SpfModifier;

export interface SpfMechanism {
  readonly kind: 'mechanism';
  readonly text: string;
  readonly qualifier: string;
  readonly name: Mechanism;
  readonly domain?: SpfDomain;
}

export interface SpfModifier {
  readonly kind: 'modifier';
  readonly text: string;
  /** Lower case; others than redirect and exp mean nothing to receivers (RFC 7208 §6). */
  readonly name: string;
  readonly domain?: SpfDomain;
}

export interface SpfProblem {
  readonly kind: 'problem';
  readonly text: string;
  /** Two terms stand in one: most often strings that were cut without a blank. */
  readonly isJoined: boolean;
  readonly message: string;
}

export function readSpfTerm(text: string): SpfTerm | SpfProblem {
  const reading = readParts(text);
  if (typeof reading !== 'string') return reading;
  const joined = joinedAt(text);
  if (joined === undefined) return { kind: 'problem', text, isJoined: false, message: reading };
  const message = `a blank is missing in ${quoted(text)}; write ${quoted(text.slice(0, joined).replace(/[,;]$/, ''))}, a blank, ${quoted(text.slice(joined))}`;
  return { kind: 'problem', text, isJoined: true, message };
}

function readParts(text: string): SpfTerm | string {
  const qualifier = /^[+?~-]/.exec(text)?.[0] ?? '';
  const body = text.slice(qualifier.length);
  const name = /^[a-z][\w.-]*/i.exec(body)?.[0] ?? '';
  const rest = body.slice(name.length);
  const folded = name.toLowerCase();
  if (name !== '' && rest.startsWith('=')) {
    const known = knownModifier(folded);
    if (qualifier !== '')
      return known ? `a modifier takes no '${qualifier}'; write ${quoted(body)}` : unknown(text, folded);
    return readModifier(text, folded, rest.slice(1));
  }
  if (!isMechanism(folded) || !/^(?:[:/]|$)/.test(rest)) {
    if (knownModifier(folded) && rest.startsWith(':'))
      return `write ${quoted(`${name}=${rest.slice(1)}`)}: '${name}' takes '='`;
    return unknown(text, folded);
  }
  const argument = readArgument(folded, rest, body);
  if (typeof argument === 'string') return argument;
  const term = { kind: 'mechanism', text, qualifier: qualifier || '+', name: folded } as const;
  return argument === undefined ? term : { ...term, domain: argument };
}

function isMechanism(name: string): name is Mechanism {
  return (MECHANISMS as readonly string[]).includes(name);
}

function knownModifier(name: string): boolean {
  return name === 'redirect' || name === 'exp';
}

function unknown(text: string, name: string): string {
  if (/^[+?~-]$/.test(text))
    return `'${text}' stands alone; write it without a blank after it, as in '${text}all'`;
  // Word processors make dashes and quotes of their own; zone files have quotes.
  const plain = text.replace(/^[\u2010-\u2015\u2212]/, '-').replace(/["'\u2018-\u201f]/g, '');
  if (plain !== text && plain !== '')
    return `${quoted(text)} has a sign that SPF does not take; write ${quoted(plain)}`;
  const bare = text.replace(/[,;]$/, '');
  if (bare !== text && bare !== '') {
    return `terms are separated by blanks alone; write ${quoted(bare)} for ${quoted(text)}`;
  }
  const address = text.replace(/\/\d{1,3}$/, '');
  if (isIPv4(address)) return `an address stands after 'ip4:'; write ${quoted(`ip4:${text}`)}`;
  if (isIPv6(address)) return `an address stands after 'ip6:'; write ${quoted(`ip6:${text}`)}`;
  const near = closest(name, SUGGESTED);
  const hint = near === undefined ? 'take it out' : `did you mean '${near}'?`;
  return `SPF has no mechanism ${quoted(text)}; ${hint}`;
}

/** One letter is near to everything. */
const SUGGESTED: readonly string[] = [...MECHANISMS.filter((name) => name.length > 1), 'redirect'];

function readModifier(text: string, name: string, value: string): SpfTerm | string {
  if (name === 'v') return `${quoted(text)} begins a second record; take it out, or merge the two`;
  if (isMechanism(name)) return `write ${quoted(`${name}:${value}`)}: '${name}' takes ':'`;
  if (!knownModifier(name)) {
    const near = name.length < 4 ? undefined : closest(name, ['redirect', 'include']);
    return near === undefined
      ? { kind: 'modifier', text, name }
      : `receivers ignore ${quoted(text)}; did you mean '${near}'?`;
  }
  if (value === '') return `${name}= names no domain; write ${name}=domain, or take it out`;
  const domain = readSpfDomain(value);
  return typeof domain === 'string' ? domain : { kind: 'modifier', text, name, domain };
}

/** What follows a mechanism's name: its domain, undefined where there is none, or in words what is wrong. */
function readArgument(name: Mechanism, rest: string, body: string): SpfDomain | undefined | string {
  switch (name) {
    case 'all':
      return rest === '' ? undefined : `'all' takes nothing; write 'all' alone instead of ${quoted(body)}`;
    case 'ip4':
    case 'ip6':
      return addressProblem(name, rest);
    case 'include':
    case 'exists':
      return rest === '' || rest === ':'
        ? `'${name}' names no domain; write ${name}:domain, or take it out`
        : readSpfDomain(rest.slice(1));
    case 'a':
    case 'mx':
    case 'ptr':
      return readHost(name, rest, body);
  }
}

function addressProblem(name: 'ip4' | 'ip6', rest: string): string | undefined {
  const [address = '', length, more] = rest.slice(1).split('/', 3);
  const [isRight, isOther, most] = name === 'ip4' ? [isIPv4, isIPv6, 32] : [isIPv6, isIPv4, 128];
  if (!isRight(address) || address.includes('%')) {
    const other = name === 'ip4' ? 'ip6' : 'ip4';
    if (isOther(address))
      return `write ${quoted(`${other}${rest}`)}: ${address} is no ${name === 'ip4' ? 'IPv4' : 'IPv6'} address`;
    const example = name === 'ip4' ? 'ip4:192.0.2.0/24' : 'ip6:2001:db8::/32';
    return `${quoted(name + rest)} has no ${name === 'ip4' ? 'IPv4' : 'IPv6'} address; write it as in ${example}`;
  }
  if (length === undefined) return undefined;
  return more === undefined && isLength(length, most)
    ? undefined
    : `${quoted(name + rest)} has no prefix length of 0 to ${most}; write it as in ${name}:${address}/${most}`;
}

/** `[:domain][/length][//length]`, lengths with 'a' and 'mx' only (RFC 7208 §5.3 to 5.5). */
function readHost(name: Mechanism, rest: string, body: string): SpfDomain | undefined | string {
  const slash = lengthsAt(rest);
  const lengths = rest.slice(slash);
  const [, four, six] = /^(?:\/([^/]*))?(?:\/\/([^/]*))?$/.exec(lengths) ?? [];
  const isSound =
    lengths === '' ||
    (name !== 'ptr' &&
      (four !== undefined || six !== undefined) &&
      (four === undefined || isLength(four, 32)) &&
      (six === undefined || isLength(six, 128)));
  if (!isSound) {
    return name === 'ptr'
      ? `'ptr' takes no prefix length; write ${quoted(body.slice(0, name.length + slash))}`
      : `${quoted(body)} has no prefix length of 0 to 32, or of 0 to 128 after '//'`;
  }
  if (!rest.startsWith(':')) return undefined;
  const domain = rest.slice(1, slash);
  return domain === ''
    ? `${quoted(body)} names no domain; write ${name}:domain, or '${name}' alone`
    : readSpfDomain(domain);
}

/** Where the first slash stands that is not inside a macro. */
function lengthsAt(text: string): number {
  let isInMacro = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '/' && !isInMacro) return at;
    if (character === '{') isInMacro = true;
    else if (character === '}') isInMacro = false;
  }
  return text.length;
}

function isLength(text: string, most: number): boolean {
  return /^(?:0|[1-9]\d{0,2})$/.test(text) && Number(text) <= most;
}

/** Where a second term begins inside a text, or ends the first; undefined where nothing looks like it. */
function joinedAt(text: string): number | undefined {
  const all = /^[+?~-]all(?=\S)/i.exec(text)?.[0];
  if (all !== undefined) return /^[\w-]*[=:]/.test(text.slice(all.length)) ? all.length : undefined;
  // The first character, a qualifier apart, begins this term; a second one has a name and its sign, or is 'all'.
  const own = /^[+?~-]?./.exec(text)?.[0].length ?? 0;
  const next = text.slice(own).search(/[+?~-]?(?:include:|exists:|ip4:|ip6:|redirect=)|[+?~-]all$|v=spf1/i);
  if (next < 0) return undefined;
  const before = text.slice(0, own + next).replace(/^[+?~-]/, '');
  return /[:=/]|^(?:a|mx|ptr|all)$/i.test(before) ? own + next : undefined;
}
