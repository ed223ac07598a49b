/** Finds records that the file would set beside live ones left alone, of a kind of which there must be one only. */
import type { LeftAlone, ZoneError } from '../model/plan.ts';
import { isDmarc, isSpf } from '../model/text-class.ts';
import { domainOf } from '../model/zone.ts';
import { groupBy } from './grouped.ts';
import { wayOut, whyLeftAlone } from './left-alone.ts';
import type { Placed } from './order/side.ts';
import type { ZoneRecords } from './order/world.ts';

/** Why two of them are no good, by kind. */
const REASONS = {
  SPF: 'two SPF records count as none (RFC 7208 section 4.5)',
  DMARC: 'two DMARC records count as none (RFC 9989)',
  MX: "an MX '.' says that there is no mail, and stands alone (RFC 7505 section 3)",
  SRV: "an SRV '.' says that there is no service, and stands alone (RFC 2782)",
} as const;

type Kind = keyof typeof REASONS;

/**
 * The first such conflict that is not there already. Without records left alone there is none: the file's own are
 * judged when it is loaded.
 */
export function findPolicyConflict(
  { zone, before, after }: ZoneRecords,
  leftAlone: readonly LeftAlone[],
): ZoneError | undefined {
  const [old, fresh] = [groupBy(before, setOf), groupBy(after, setOf)];
  for (const one of leftAlone) {
    const set = setOf(one.record);
    const kind = kindOf(one.record);
    if (set === undefined || kind === undefined) continue;
    if (!isConflict(kind, fresh.get(set) ?? []) || isConflict(kind, old.get(set) ?? [])) continue;
    return {
      zone: domainOf(zone),
      code: 'policy-conflict',
      message: `${domainOf(one.record.name)}: the ${kind} record of the file cannot stand beside the live one, which ${whyLeftAlone(one)}: ${REASONS[kind]}`,
      hint: wayOut(one),
    };
  }
  return undefined;
}

function setOf(record: Placed): string | undefined {
  const kind = kindOf(record);
  return kind && `${kind} ${record.name}`;
}

function kindOf({ type, name, value }: Placed): Kind | undefined {
  if (type === 'MX' || type === 'SRV') return type;
  if (type !== 'TXT') return undefined;
  return isSpf(value) ? 'SPF' : isDmarc(name, value) ? 'DMARC' : undefined;
}

function isConflict(kind: Kind, records: readonly Placed[]): boolean {
  if (records.length < 2) return false;
  return (
    kind === 'SPF' || kind === 'DMARC' || records.some(({ value }) => value === '.' || value.endsWith(' .'))
  );
}
