/** One record in the spelling that the settings ask for; what is kept stays as it is. */
import { compressIpv6, expandIpv6 } from '../ipv6.ts';
import { fullName, shortName } from '../names.ts';
import type { Settings } from '../settings.ts';
import type { DnsRecord } from '../store/op.ts';
import { spellTxt } from './spell-txt.ts';

interface Spelling {
  readonly name: string;
  readonly value: string;
}

/** @param domain of the record's zone */
export function spell(record: DnsRecord, domain: string, settings: Settings): Spelling {
  return { name: spellName(record.name, domain, settings), value: spellValue(record, settings) };
}

function spellName(name: string, domain: string, settings: Settings): string {
  const spelt = placeName(name, domain, settings.names);
  return settings.case === 'upper' ? spelt.toUpperCase() : spelt;
}

function placeName(name: string, domain: string, form: Settings['names']): string {
  if (form === 'relative') return name;
  const short = shortName(name, domain);
  if (form === 'fqdn') return inFull(name, short, domain);
  if (form === 'fqdn-dot') return `${inFull(name, short, domain)}.`;
  if (short !== '@') return name;
  return form === 'empty-apex' ? '' : domain;
}

/** With the case that the name was kept in. */
function inFull(name: string, short: string, domain: string): string {
  return short === '@' ? domain : name.slice(0, short.length) + fullName(short, domain).slice(short.length);
}

function spellValue({ record_type, value }: DnsRecord, settings: Settings): string {
  switch (record_type) {
    case 'AAAA':
      return spellIpv6(value, settings.ipv6);
    case 'TXT':
      return spellTxt(value, settings.txt);
    case 'CAA':
      return spellCaa(value, settings.caa);
    case 'CNAME':
    case 'MX':
    case 'NS':
    case 'SRV':
      return spellTarget(value, settings);
    default:
      return value;
  }
}

/** An SRV ends in its target. */
function spellTarget(value: string, settings: Settings): string {
  const dotted = settings.targets === 'dot' && !value.endsWith('.') ? `${value}.` : value;
  return settings.case === 'upper' ? dotted.toUpperCase() : dotted;
}

function spellIpv6(value: string, form: Settings['ipv6']): string {
  switch (form) {
    case 'kept':
      return value;
    case 'compressed':
      return compressIpv6(value);
    case 'expanded':
      return expandIpv6(value);
    case 'upper':
      return value.toUpperCase();
  }
}

/** A bare value keeps blanks and semicolons, which is what makes it hard to read. */
function spellCaa(value: string, form: Settings['caa']): string {
  const parts = /^(\d+) (\w+) "(.*)"$/s.exec(value);
  if (parts === null || form === 'kept') return value;
  const [, flags, tag = '', inside] = parts;
  return form === 'bare' ? `${flags} ${tag} ${inside}` : `${flags} ${tag.toUpperCase()} "${inside}"`;
}
