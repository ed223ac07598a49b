/** An RRset in one cell, and what a server answered: whole where it is short, else by what differs from the file. */
import type { Found, RRset } from '../model/dns-report.ts';
import type { Fqdn } from '../model/name.ts';
import { domainOf } from '../model/zone.ts';
import { dataText } from './data-text.ts';
import { messageText } from './message.ts';
import { safe } from './safe.ts';
import type { Styles } from './style.ts';
import { diffText, elideSegments } from './text-diff.ts';
import { presentTtl } from './ttl.ts';
import { type Cell, marked } from './value-cell.ts';
import { displayWidth, elide } from './width.ts';

/** So many values are read at a glance; of more only the difference is told. */
const AT_A_GLANCE = 3;

export function ttlsText({ ttls }: RRset): string {
  return ttls.map(presentTtl).join(' and ');
}

/** The file's own side. */
export function rrsetCell(rrset: RRset, limit: number): Cell {
  const texts = rrset.data.map(dataText);
  const count = texts.length > AT_A_GLANCE ? `${texts.length} values: ` : '';
  return plain(elide(count + texts.join(', '), limit));
}

/** Another side of the same RRset. */
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
    return plain(elide(parts.join('; '), limit));
  }
  const text = texts.join(', ');
  const [before] = missing;
  const [after] = extra;
  const isLong = displayWidth(text) > limit && missing.length === 1 && extra.length === 1;
  if (isLong && before !== undefined && after !== undefined) {
    const segments = diffText(before, after);
    if (segments.some(({ kind }) => kind === 'same')) return marked(elideSegments(segments, limit), style);
  }
  return plain(elide(text, limit));
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
        cell: plain(elide(`an alias: CNAME ${listed(found.rrset)}`, limit)),
        ttl: ttlsText(found.rrset),
      };
    case 'referral': {
      const text = `delegation of ${safe(domainOf(found.cut as Fqdn))} to ${listed(found.rrset)}`;
      return { cell: plain(elide(text, limit)), ttl: ttlsText(found.rrset) };
    }
    case 'nxdomain':
      return words('no such name (NXDOMAIN)');
    case 'nodata':
      return words('nothing of this type');
    case 'not-authoritative':
      return words('an answer without authority (AA clear)');
    case 'rcode':
      return words(safe(found.rcode));
    case 'unanswered':
      return words(messageText(found.message));
  }
}

function listed({ data }: RRset): string {
  return data.map(dataText).join(', ');
}

function words(text: string): { cell: Cell; ttl: string } {
  return { cell: plain(text), ttl: '' };
}

function plain(text: string): Cell {
  return { text, width: displayWidth(text) };
}
