/** The demo's look at DNS: every RRset that the apply changed, as `dig` finds it, in lines of text. */
import type { Styles } from '../../render/style.ts';
import type { ChangedRrset } from './changed-rrsets.ts';
import type { Answer, Dig } from './dig.ts';

export interface Proof {
  /** Whether DNS answers as the apply left it. */
  readonly holds: boolean;
  readonly text: string;
}

/**
 * Undefined where `dig` is not installed.
 * @param width of the terminal, where there is one
 */
export async function dnsProof(
  dig: Dig,
  rrsets: readonly ChangedRrset[],
  { style, width = Number.POSITIVE_INFINITY }: { readonly style: Styles; readonly width: number | undefined },
): Promise<Proof | undefined> {
  const found = await Promise.all(rrsets.map(async (rrset) => ({ rrset, answer: await dig.ask(rrset) })));
  const rows: Row[] = [];
  let holds = true;
  for (const { rrset, answer } of found) {
    if (answer === undefined) return undefined;
    const { type, gone } = rrset;
    const own = answer.lines.filter((line) => line[0] === rrset.owner && line[3] === type);
    holds &&= gone ? own.length === 0 && answer.status !== 'SERVFAIL' : own.length > 0;
    const owner = rrset.owner.replace(/\.$/, '');
    // BIND turns the records of an RRset round from answer to answer.
    for (const [, ttl = '', , , data = ''] of own.sort()) rows.push({ owner, ttl, type, data });
    if (own.length === 0) rows.push({ owner, ttl: '', type, absent: absence(answer) });
  }
  return { holds, text: rows.map(layout(rows, style, width)).join('') };
}

/** In columns; what does not fit on a line of the terminal is cut off. */
function layout(rows: readonly Row[], style: Styles, width: number): (row: Row) => string {
  const widest = (field: 'owner' | 'ttl' | 'type') => Math.max(...rows.map((row) => row[field].length));
  const [owners, ttls, types] = [widest('owner'), widest('ttl'), widest('type')];
  return ({ owner, ttl, type, data, absent }) => {
    const head = `  ${owner.padEnd(owners)}  ${ttl.padStart(ttls)}  ${type.padEnd(types)}  `;
    const text = absent ?? data ?? '';
    const cut = head.length + text.length > width ? `${text.slice(0, width - head.length - 1)}…` : text;
    return `${head}${absent === undefined ? cut : style.dim(cut)}\n`;
  };
}

interface Row {
  readonly owner: string;
  readonly ttl: string;
  readonly type: string;
  readonly data?: string;
  /** In words, where there is none. */
  readonly absent?: string;
}

/** RFC 2308 section 2: a name that is not there, and one without this type. */
function absence({ status, lines }: Answer): string {
  if (status === 'NXDOMAIN') return 'gone: NXDOMAIN';
  if (status !== 'NOERROR') return status;
  return lines.length === 0 ? 'gone: NODATA' : 'gone: an alias now';
}
