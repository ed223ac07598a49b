/** What a zone file says twice over and differently: records that are declared and left to others, a zone that is not to be. */
import { type Fqdn, foldCase, isInZone } from '../../model/name.ts';
import { patternFinder } from '../../model/pattern.ts';
import type { DnsRecord } from '../../model/record.ts';
import { domainOf, type Living } from '../../model/zone.ts';
import type { DeclaredZone } from '../declared.ts';
import type { Mistake } from '../mistake.ts';
import type { Span } from '../source.ts';
import { entryOf, type YamlNode } from '../tree.ts';

export function checkLiving(zone: DeclaredZone, root: YamlNode | undefined, living: Living): Mistake[] {
  const own = living.state === 'absent' ? checkAbsent(root, living) : declaredAndIgnored(zone, living);
  return [...outOfZone(zone, root), ...own];
}

/** name-out-of-zone: an absolute name of another zone, in a file that speaks of this one only. */
function outOfZone({ name: zone }: DeclaredZone, root: YamlNode | undefined): Mistake[] {
  const map = root?.kind === 'map' ? root : undefined;
  const lists = ['ignore', 'protect'].map((key) => map && entryOf(map, key)?.value);
  const items = lists.flatMap((list) => (list?.kind === 'list' ? list.items : (list ?? [])));
  return items.flatMap((item) => {
    const name = item.kind === 'map' ? entryOf(item, 'name')?.value : undefined;
    if (name?.kind !== 'text' || !name.text.endsWith('.') || isInZone(foldCase(name.text) as Fqdn, zone))
      return [];
    const message = `'${name.text}' is not inside zone ${domainOf(zone)}; drop the final dot if it is relative`;
    return [{ rule: 'name-out-of-zone', span: name, message }];
  });
}

/** declared-and-ignored: dnssync would write the record, and then leave it alone for ever. */
function declaredAndIgnored(zone: DeclaredZone, { ignore = [] }: Living): Mistake[] {
  if (ignore.length === 0) return [];
  const mistakes: Mistake[] = [];
  const find = patternFinder(ignore, zone.name);
  for (const { record, span } of recordsOf(zone)) {
    const pattern = find(record);
    if (pattern === undefined) continue;
    const { source, text } = pattern;
    const place = `${source.file}:${source.line}:${source.column}`;
    const what = `${record.type} ${domainOf(record.name)} is declared here and ignored by '${text}' at ${place}`;
    const message = `${what}; take it out here, or narrow the pattern`;
    mistakes.push({ rule: 'declared-and-ignored', span, message });
  }
  return mistakes;
}

function* recordsOf({ names }: DeclaredZone): Iterable<{ record: DnsRecord; span: Span }> {
  for (const { name, rrsets } of names.values()) {
    for (const { type, ttl, values } of rrsets) {
      for (const { value, priority, at: span } of values) {
        yield { record: { name, type, value, ttl, ...(priority !== undefined && { priority }) }, span };
      }
    }
  }
}

function checkAbsent(root: YamlNode | undefined, { mode }: Living): Mistake[] {
  const map = root?.kind === 'map' ? root : undefined;
  const records = map && entryOf(map, 'records');
  const state = map && entryOf(map, 'state');
  const mistakes: Mistake[] = [];
  if (records?.value.kind === 'map' && records.value.entries.length > 0) {
    const message =
      'this zone is not to be there (state: absent), and these records would go with it; take one of the two out';
    mistakes.push({ rule: 'absent-with-records', span: records.key, message });
  }
  if (mode === 'additive' && state !== undefined) {
    const message =
      'state: absent deletes the zone, and mode: additive deletes nothing; write mode: full here if it is meant to go';
    mistakes.push({ rule: 'absent-additive', span: state.key, message });
  }
  return mistakes;
}
