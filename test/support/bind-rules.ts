/**
 * What makes BIND refuse a zone as a whole, spelt out from measurements with BIND 9.18 (dns-rules sections 3 and 4) and
 * apart from src, so that the two can disagree; test/plan/transitions-named.test.ts holds it against a real named.
 */
import { type DnsModel, isApexNs, type ModelRecord } from './dns-model.ts';

/** Refusals in words; empty where every zone loads. */
export function refusals(model: DnsModel): string[] {
  const refused: string[] = [];
  const sets = new Map<string, Set<string>>();
  for (const record of model.records) {
    const { zone, name, type, value } = record;
    const here = model.at(zone, name);
    const others = here.filter((other) => other.type !== 'CNAME');
    if (type === 'CNAME' && others.length > 0) refused.push(`${name} has a CNAME beside other data`);
    if (type === 'CNAME' && name === zone) refused.push(`${name} is the zone itself and has a CNAME`);
    if (type === 'CNAME' && here.some((other) => other.type === type && other.value !== value)) {
      refused.push(`${name} has two CNAMEs`);
    }
    if (type === 'NS' && name.startsWith('*')) refused.push(`${name} is a wildcard and has NS`);
    if (isApexNs(record)) refused.push(...nameServerRefusals(model, record));
    const key = `${name} ${type}`;
    sets.set(key, (sets.get(key) ?? new Set()).add(`${record.priority ?? ''} ${value}`));
  }
  for (const [key, values] of sets) if (values.size > 100) refused.push(`${key} has more than 100 records`);
  return [...new Set(refused)];
}

/** In its own zone a name server must have an address, and be no alias; elsewhere BIND does not look. */
function nameServerRefusals(model: DnsModel, { zone, value }: ModelRecord): string[] {
  const host = `${value}.`;
  if (host !== zone && !host.endsWith(`.${zone}`)) return [];
  const { cut, records } = model.serve(host);
  if (model.at(zone, host).some(({ type }) => type === 'A' || type === 'AAAA')) return [];
  if (cut !== undefined) return [];
  // No address, or an alias.
  const isUsable = records.some(({ type }) => type === 'A' || type === 'AAAA');
  return isUsable ? [] : [`the name server ${host} has no address`];
}
