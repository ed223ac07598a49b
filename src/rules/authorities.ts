/** caa-reserved-flags, caa-tag-unknown, caa-none-beside, caa-wild-only, caa-iodef-only, caa-no-iodef, caa-misspelt (RFC 8659). */
import { closest } from '../model/suggest.ts';
import { decodeQuoted } from '../model/value/quoted.ts';
import type { ZoneRule } from './rule.ts';
import type { JudgedName, JudgedZone, Verdict } from './zone.ts';
import { rrsetOf } from './zone-view.ts';

export const authorities: ZoneRule = {
  texts: [
    {
      name: 'caa-reserved-flags',
      severity: 'warning',
      summary: 'Only the first bit of the flags means something: they are 0, or 128 for critical.',
      source: 'RFC 8659 section 4.1',
      bad: 'records:\n  a: { CAA: 1 issue "ca.example.net" }\n',
      good: 'records:\n  a: { CAA: 128 issue "ca.example.net" }\n',
    },
    {
      name: 'caa-tag-unknown',
      severity: 'warning',
      summary:
        'A tag that no authority knows; with the critical flag it stops all issuance, which is an error.',
      source: 'RFC 8659 section 4.1, IANA CAA properties',
      bad: 'records:\n  a: { CAA: [0 issue "ca.example.net", 0 isue "ca.example.net"] }\n',
      good: 'records:\n  a: { CAA: [0 issue "ca.example.net", 0 contactemail "a@example.net"] }\n',
    },
    {
      name: 'caa-none-beside',
      severity: 'warning',
      summary: "';' (nobody may issue) beside authorities that may: it has no effect.",
      source: 'RFC 8659 section 4.2',
      bad: 'records:\n  a: { CAA: [0 issue ";", 0 issue "ca.example.net"] }\n',
      good: 'records:\n  a: { CAA: [0 issuewild ";", 0 issue "ca.example.net"] }\n',
    },
    {
      name: 'caa-wild-only',
      severity: 'warning',
      summary: 'issuewild without issue: certificates that are no wildcards may be issued by anyone.',
      source: 'RFC 8659 section 4.3',
      bad: 'records:\n  a: { CAA: 0 issuewild "ca.example.net" }\n',
      good: 'records:\n  a: { CAA: 0 issue "ca.example.net" }\n',
    },
    {
      name: 'caa-iodef-only',
      severity: 'warning',
      summary: 'A CAA set without issue lets every authority issue.',
      source: 'RFC 8659 section 3',
      bad: 'records:\n  a: { CAA: 0 iodef "mailto:a@example.net" }\n',
      good: 'records:\n  a: { CAA: [0 iodef "mailto:a@example.net", 0 issue ";"] }\n',
    },
    {
      name: 'caa-no-iodef',
      severity: 'off',
      summary: 'No iodef: authorities have nobody to tell of requests that they refuse.',
      source: 'RFC 8659 section 4.4',
      bad: 'records:\n  "@": { CAA: 0 issue ";" }\n',
      good: 'records:\n  "@": { CAA: [0 issue ";", 0 iodef "mailto:a@example.net"] }\n',
    },
    {
      name: 'caa-misspelt',
      severity: 'warning',
      summary: 'The authority is a letter or two off one that is well known: the right one could not issue.',
      source: 'RFC 8659 section 4.2; the authorities of the common root programs',
      bad: 'records:\n  a: { CAA: 0 issue "letsencript.org" }\n',
      good: 'records:\n  a: { CAA: 0 issue "letsencrypt.org; validationmethods=dns-01" }\n',
    },
  ],
  judge,
};

const KNOWN_TAGS: ReadonlySet<string> = new Set([
  'issue',
  'issuewild',
  'issuemail',
  'issuevmc',
  'iodef',
  'contactemail',
  'contactphone',
]);

/** Issuer domains as the authorities publish them in their practice statements. */
const AUTHORITIES: ReadonlySet<string> = new Set([
  'letsencrypt.org',
  'digicert.com',
  'sectigo.com',
  'comodoca.com',
  'globalsign.com',
  'pki.goog',
  'amazon.com',
  'amazontrust.com',
  'amazonaws.com',
  'entrust.net',
  'godaddy.com',
  'starfieldtech.com',
  'ssl.com',
  'buypass.com',
  'zerossl.com',
  'certum.pl',
  'actalis.it',
  'harica.gr',
  'quovadisglobal.com',
  'swisssign.com',
  'telesec.de',
  'certigna.fr',
  'trust-provider.com',
  'usertrust.com',
  'identrust.com',
]);

interface Property<At> {
  readonly flags: number;
  readonly tag: string;
  readonly value: string;
  readonly at: At;
}

function judge<At>(zone: JudgedZone<At>): Verdict<At>[] {
  return [...zone.names.values()].flatMap((entry) => {
    const properties = propertiesOf(entry);
    if (properties.length === 0) return [];
    return [...properties.flatMap(judgeProperty), ...judgeSet(entry, properties, zone)];
  });
}

function propertiesOf<At>(entry: JudgedName<At>): Property<At>[] {
  return (rrsetOf(entry, 'CAA')?.values ?? []).map(({ value: text, at }) => {
    const [, flags, tag = '', quoted = ''] = /^(\d+) (\S+) (.*)$/.exec(text) ?? [];
    const decoded = decodeQuoted(quoted);
    const value = decoded !== undefined && 'octets' in decoded ? decoded.octets.toString('utf8') : '';
    return { flags: Number(flags), tag, value, at };
  });
}

function judgeProperty<At>({ flags, tag, value, at }: Property<At>): Verdict<At>[] {
  const found: Verdict<At>[] = [];
  if (flags !== 0 && flags !== 128) {
    const message = `CAA flags ${flags} are not defined; write 0, or 128 for critical`;
    found.push({ rule: 'caa-reserved-flags', at, message });
  }
  if (!KNOWN_TAGS.has(tag)) {
    const near = closest(tag, KNOWN_TAGS);
    const hint = near === undefined ? '' : `; did you mean '${near}'?`;
    found.push(
      flags >= 128
        ? {
            rule: 'caa-tag-unknown',
            severity: 'error',
            at,
            message: `critical and unknown: '${tag}' stops all issuance${hint}`,
          }
        : { rule: 'caa-tag-unknown', at, message: `no authority knows the tag '${tag}'${hint}` },
    );
  }
  const domain = issuerOf(value);
  const near = tag.startsWith('issue') && !AUTHORITIES.has(domain) ? closest(domain, AUTHORITIES) : undefined;
  if (near !== undefined) {
    found.push({
      rule: 'caa-misspelt',
      at,
      message: `'${domain}' is no well-known authority; did you mean '${near}'?`,
    });
  }
  return found;
}

function issuerOf(value: string): string {
  return (value.split(';', 1)[0] ?? '').trim().toLowerCase();
}

function judgeSet<At>(
  { name: owner, at: name, written }: JudgedName<At>,
  properties: readonly Property<At>[],
  zone: JudgedZone<At>,
): Verdict<At>[] {
  const found: Verdict<At>[] = [];
  const tagged = (tag: string): Property<At>[] => properties.filter((property) => property.tag === tag);
  for (const tag of ['issue', 'issuewild', 'issuemail']) {
    const set = tagged(tag);
    const none = set.find(({ value }) => issuerOf(value) === '');
    if (none === undefined || set.every(({ value }) => issuerOf(value) === '')) continue;
    const message = `';' has no effect beside other ${tag} values; take it out, or them`;
    found.push({ rule: 'caa-none-beside', at: none.at, message });
  }
  if (zone.open) return found;
  const [wild] = tagged('issuewild');
  if (tagged('issue').length === 0) {
    if (wild !== undefined) {
      const message = 'issuewild without issue lets anyone issue what is no wildcard; add issue';
      found.push({ rule: 'caa-wild-only', at: wild.at, message });
    } else if (properties.every(({ tag }) => tag === 'iodef')) {
      const message = `CAA at '${written}' says whom to tell and not who may issue: anyone may; add issue`;
      found.push({ rule: 'caa-iodef-only', at: name, message });
    }
  }
  if (owner === zone.name && tagged('iodef').length === 0) {
    const message = 'no iodef: add an address that authorities can tell of refused requests';
    found.push({ rule: 'caa-no-iodef', at: name, message });
  }
  return found;
}
