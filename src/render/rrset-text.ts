/** An RRset in one cell, and what a server answered: whole where it is short, else by what differs from the file. */
import type { Found, RRset } from '../model/dns-report.ts';
import type { Fqdn } from '../model/name.ts';
import { ttlText } from '../model/ttl.ts';
import { domainOf } from '../model/zone.ts';
import { dataText } from './data-text.ts';
import { messageText } from './message.ts';
import { safe } from './safe.ts';
import type { Styles } from './style.ts';
import { diffText, elideSegments } from './text-diff.ts';
import { type Cell, MARK_WIDTH, marked } from './value-cell.ts';
import { displayWidth, elide } from './width.ts';

/** So many values are read at a glance; of more only the difference is told. */
const AT_A_GLANCE = 3;

export function ttlsText({ ttls }: RRset): string {
  return ttls.map(ttlText).join(' and ');
}

/** The file's own side. */
export function rrsetCell(rrset: RRset, limit: number): Cell {
  const texts = rrset.data.map(dataText);
  const count = texts.length > AT_A_GLANCE ? `${texts.length} values: ` : '';
  return plain(elide(count + texts.join(', '), limit));
}

/** Another side of the same RRset: red where it is not what the file says. */
export function besideCell(rrset: RRset, file: RRset | undefined, limit: number, style: Styles): Cell {
  const texts = rrset.data.map(dataText);
  const wanted = file?.data.map(dataText) ?? [];
  const missing = wanted.filter((text) => !texts.includes(text));
  const extra = texts.filter((text) => !wanted.includes(text));
  if (texts.length > AT_A_GLANCE && missing.length + extra.length < texts.length) {
    const parts = [
      `${texts.length - extra.length} as in the file`,
      ...(missing.length > 0 ? [`not ${missing.join(', ')}`] : []),
      ...(extra.length > 0 ? [`also ${extra.join(', ')}`] : []),
    ];
    return tinted(elide(parts.join('; '), limit), style.red);
  }
  const text = texts.join(', ');
  const [before] = missing;
  const [after] = extra;
  const isLong = displayWidth(text) > limit && missing.length === 1 && extra.length === 1;
  if (isLong && before !== undefined && after !== undefined) {
    const segments = diffText(before, after);
    const changed = segments.filter(({ kind }) => kind !== 'same').length;
    if (changed < segments.length) {
      return marked(elideSegments(segments, limit - changed * MARK_WIDTH), style);
    }
  }
  const isSame = missing.length === 0 && extra.length === 0;
  return isSame ? plain(elide(text, limit)) : tinted(elide(text, limit), style.red);
}

/** What a server said, and the ttl of it where it has one. */
export function foundCell(
  found: Found,
  file: RRset | undefined,
  limit: number,
  style: Styles,
): { readonly cell: Cell; readonly ttl: string } {
  switch (found.kind) {
    case 'rrset':
      return { cell: besideCell(found.rrset, file, limit, style), ttl: ttlsText(found.rrset) };
    case 'alias':
      return {
        cell: tinted(elide(`an alias: CNAME ${listed(found.rrset)}`, limit), style.red),
        ttl: ttlsText(found.rrset),
      };
    case 'referral': {
      const text = `delegation of ${safe(domainOf(found.cut as Fqdn))} to ${listed(found.rrset)}`;
      return { cell: tinted(elide(text, limit), style.red), ttl: ttlsText(found.rrset) };
    }
    case 'nxdomain':
      return words('no such name (NXDOMAIN)', style);
    case 'nodata':
      return words('nothing of this type', style);
    case 'not-authoritative':
      return words('an answer without authority (AA clear)', style);
    case 'rcode':
      return words(safe(found.rcode), style);
    case 'unanswered':
      return words(messageText(found.message), style);
  }
}

function listed({ data }: RRset): string {
  return data.map(dataText).join(', ');
}

/** A side that has no data, in words. */
export function words(text: string, style: Styles): { cell: Cell; ttl: string } {
  return { cell: tinted(text, style.red), ttl: '' };
}

function plain(text: string): Cell {
  return tinted(text, (same) => same);
}

function tinted(text: string, color: (text: string) => string): Cell {
  return { text: color(text), width: displayWidth(text) };
}
