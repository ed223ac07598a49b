/** Domain names: which the service takes as a zone, as an owner and as a target, and in which form it keeps them. */
import { isIPv4, isIPv6 } from 'node:net';
import { foldCase, fullName, isInZone, shortName } from '../names.ts';
import type { Settings } from '../settings.ts';
import type { Reading } from './reading.ts';

/** RFC 952 and RFC 1123 section 2.1: what BIND's check-names takes. */
const hostLabel = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;
/** RFC 2181 section 11 takes any octet; these are what names are made of in practice (RFC 8552, RFC 2317). */
const ownerLabel = /^[a-z0-9_/-]+$/;

/** Types whose owner BIND wants to be a host name. */
const hostOwners: ReadonlySet<string> = new Set(['A', 'AAAA', 'MX']);

/** A zone: at least two labels of a host name, kept in lower case without final dot. */
export function readDomain(text: string): Reading<string> {
  const domain = withoutFinalDot(foldCase(text));
  const labels = domain.split('.');
  const wrong = { wrong: 'Invalid domain name' };
  if (labels.length < 2 || /^\d+$/.test(labels.at(-1) ?? '')) return wrong;
  return sizeProblem(domain) === undefined && labels.every((label) => hostLabel.test(label))
    ? { kept: domain }
    : wrong;
}

/** An owner: `@`, relative, or in full (final dot optional); kept relative to the zone, in the case of the settings. */
export function readOwner(text: string, domain: string, settings: Settings): Reading<string> {
  if (text.endsWith('.') && text !== '.' && !isInZone(foldCase(text.slice(0, -1)), domain)) {
    return { wrong: `Name is not inside the zone ${domain}.` };
  }
  const short = shortName(text, domain);
  if (short === '@') return { kept: short };
  const problem = sizeProblem(fullName(short, domain));
  if (problem !== undefined) return { wrong: `Invalid record name: ${problem}.` };
  const labels = short.split('.');
  // RFC 4592 section 2.1.1: an asterisk is a wildcard only as the whole first label.
  const plain = labels[0] === '*' ? labels.slice(1) : labels;
  const bad = plain.find((label) => !ownerLabel.test(label));
  if (bad !== undefined) return { wrong: `Invalid record name: label '${bad}'.` };
  // Shortening takes from the end only, and folding keeps the length.
  return { kept: settings.case === 'kept' ? text.slice(0, short.length) : short };
}

/** BIND's check-names (fail for a primary): with such an owner `named` refuses the whole zone. */
export function ownerRefusedByBind(type: string, name: string): string | undefined {
  if (!hostOwners.has(type) || name === '@') return undefined;
  const short = foldCase(name);
  const labels = short.split('.');
  // BIND's own exceptions: Active Directory's, and anything at or below these labels.
  if (short === 'gc._msdcs' || short.startsWith('gc._msdcs.')) return undefined;
  if (labels.some((label) => ['_spf', '_spf_rate', '_spf_verify'].includes(label))) return undefined;
  const plain = labels[0] === '*' ? labels.slice(1) : labels;
  return plain.every((label) => hostLabel.test(label))
    ? undefined
    : `${type} records need a host name, and '${short}' is none.`;
}

/**
 * A host that a value names: absolute; final dot and case as the settings say.
 * @param allow whether `.` (no such service: RFC 7505, RFC 2782) and labels with `_` (aliases only) are names here
 */
export function readTarget(
  text: string,
  allow: { root?: boolean; underscore?: boolean },
  settings: Settings,
): Reading<string> {
  if (text === '.') {
    return allow.root === true ? { kept: '.' } : { wrong: "'.' is not a usable target." };
  }
  const name = withoutFinalDot(foldCase(text));
  if (isIPv4(name) || isIPv6(name)) return { wrong: 'Value must be a host name, not an address.' };
  const problem = sizeProblem(name);
  if (problem !== undefined) return { wrong: `Invalid host name: ${problem}.` };
  const labels = name.split('.');
  const label = allow.underscore === true ? ownerLabel : hostLabel;
  const bad = labels.find((one) => !label.test(one));
  if (bad !== undefined) return { wrong: `Invalid host name: label '${bad}'.` };
  // Whether 'mail' means 'mail.' or 'mail.<zone>.' nobody could tell.
  if (labels.length < 2) return { wrong: `Host name '${name}' is not fully qualified.` };
  const kept = settings.case === 'kept' ? withoutFinalDot(text) : name;
  return { kept: settings.targets === 'kept' && text.endsWith('.') ? `${kept}.` : kept };
}

/** RFC 1035 section 2.3.4: 63 octets a label; 255 on the wire, which are 253 characters. */
function sizeProblem(name: string): string | undefined {
  if (name.length > 253) return 'longer than 255 octets';
  for (const label of name.split('.')) {
    if (label === '') return 'empty label';
    if (label.length > 63) return 'label longer than 63 octets';
  }
  return undefined;
}

function withoutFinalDot(name: string): string {
  return name.endsWith('.') ? name.slice(0, -1) : name;
}
