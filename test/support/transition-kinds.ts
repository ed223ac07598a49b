/** Names the kinds of transition a plan holds, by the rules of order they belong to (dns-rules section 7). */
import type { Plan } from '../../src/model/plan.ts';
import type { DnsRecord } from '../../src/model/record.ts';
import { type DnsModel, hostOf } from './dns-model.ts';

export const KINDS = [
  'rule 1: a target comes before its pointer',
  'rule 1: a target goes after its pointer',
  'rule 2: a name becomes an alias',
  'rule 2: a name ceases to be an alias',
  'rule 3: create before delete',
  'rule 3: update before delete',
  'rule 4: aliases lead to one another',
  'rule 5: a host becomes an alias',
  'rule 5: an alias becomes a host',
  'rule 6: to null MX',
  'rule 6: from null MX',
  'rule 7: a delegation is handed over',
  'rule 7: a delegation is taken back',
  'rule 7: a delegation has glue',
  'rule 8: a wildcard gives way to names',
  'rule 8: names give way to a wildcard',
  'rule 8: a name leaves its wildcard',
  'rule 8: a name returns to its wildcard',
  'rule 9: a ttl alone',
  'rule 10: duplicates go',
  'rule 10: the guard stands in the way',
  'two zones depend on each other',
  'a gap is announced',
  'a policy is updated',
] as const;

export type Kind = (typeof KINDS)[number];

export function kindsOf(before: DnsModel, after: DnsModel, plan: Plan): ReadonlySet<Kind> {
  const changes = plan.steps.map(({ change }) => change);
  const came = changes.filter((change) => change.action === 'create').map(({ after }) => after);
  const gone = changes.filter((change) => change.action === 'delete').map(({ before }) => before);
  const updates = changes.filter((change) => change.action === 'update');
  const kinds = new Set<Kind>();
  const note = (kind: Kind, holds: boolean): void => {
    if (holds) kinds.add(kind);
  };
  const isAddress = ({ type }: DnsRecord): boolean => type === 'A' || type === 'AAAA';
  const isAddressOf = (host: string | undefined) => (r: DnsRecord) => isAddress(r) && r.name === host;

  for (const change of changes) {
    const old = change.action === 'create' ? undefined : change.before;
    const fresh = change.action === 'delete' ? undefined : change.after;
    const [left, reached] = [old && pointsAt(old), fresh && pointsAt(fresh)];
    if (left !== reached) {
      note('rule 1: a target comes before its pointer', came.some(isAddressOf(reached)));
      note('rule 1: a target goes after its pointer', gone.some(isAddressOf(left)));
    }
    const swapAt = (host: string | undefined, to: 'CNAME' | 'other'): boolean =>
      updates.some(
        ({ after, reason }) =>
          reason === 'type-change' && after.name === host && (to === 'CNAME') === (after.type === 'CNAME'),
      );
    if (old?.type !== 'CNAME') note('rule 5: a host becomes an alias', swapAt(left, 'CNAME'));
    if (fresh?.type !== 'CNAME') note('rule 5: an alias becomes a host', swapAt(reached, 'other'));
    if (fresh?.type === 'CNAME' && change.action === 'update') {
      note(
        'rule 4: aliases lead to one another',
        updates.some(
          (other) => other.after.type === 'CNAME' && other.after.name === reached && other !== change,
        ),
      );
    }
    note('rule 10: duplicates go', change.reason === 'duplicate');
    note('a gap is announced', change.gap !== undefined);
  }
  for (const { before: old, after: fresh, reason } of updates) {
    if (reason === 'type-change') {
      if (fresh.type === 'CNAME') kinds.add('rule 2: a name becomes an alias');
      else kinds.add('rule 2: a name ceases to be an alias');
    } else if (old.value === fresh.value && old.priority === fresh.priority) kinds.add('rule 9: a ttl alone');
    note('a policy is updated', fresh.name.startsWith('_') && old.value !== fresh.value);
    note(
      'rule 3: update before delete',
      gone.some((r) => r.name === fresh.name && r.type === fresh.type),
    );
    const mx = (records: readonly DnsRecord[]) =>
      records.some((r) => r.type === 'MX' && r.name === fresh.name);
    note('rule 6: to null MX', fresh.type === 'MX' && fresh.value === '.' && mx(gone));
    note('rule 6: from null MX', old.type === 'MX' && old.value === '.' && mx(came));
  }
  for (const r of came)
    note(
      'rule 3: create before delete',
      gone.some((g) => g.name === r.name && g.type === r.type),
    );

  noteDelegations(before, after, [...came, ...gone], note);
  noteWildcards(before, after, came, gone, note);
  note(
    'rule 10: the guard stands in the way',
    plan.zones.some(({ guard }) => guard !== undefined),
  );
  note(
    'two zones depend on each other',
    plan.steps.some(({ change, dependsOn }) => dependsOn.some((need) => changes[need]?.zone !== change.zone)),
  );
  return kinds;
}

type Note = (kind: Kind, holds: boolean) => void;

function noteDelegations(before: DnsModel, after: DnsModel, moved: readonly DnsRecord[], note: Note): void {
  const cuts = (model: DnsModel) =>
    new Set(model.records.filter((r) => r.type === 'NS' && r.name !== r.zone).map(({ name }) => name));
  const [old, fresh] = [cuts(before), cuts(after)];
  const isAround = (cut: string) => (r: DnsRecord) =>
    r.type !== 'NS' && (r.name === cut || r.name.endsWith(`.${cut}`));
  for (const cut of fresh) {
    if (old.has(cut)) continue;
    note(
      'rule 7: a delegation is handed over',
      before.records.some((r) => isAround(cut)(r as DnsRecord)),
    );
    const hosts = after.records.filter(({ name, type }) => name === cut && type === 'NS').map(hostOf);
    note(
      'rule 7: a delegation has glue',
      moved.some((r) => isAround(cut)(r) && hosts.includes(r.name) && (r.type === 'A' || r.type === 'AAAA')),
    );
  }
  for (const cut of old) {
    if (!fresh.has(cut)) note('rule 7: a delegation is taken back', moved.some(isAround(cut)));
  }
}

function noteWildcards(
  before: DnsModel,
  after: DnsModel,
  came: readonly DnsRecord[],
  gone: readonly DnsRecord[],
  note: Note,
): void {
  const wildcards = (model: DnsModel) =>
    new Set(model.records.filter(({ name }) => name.startsWith('*.')).map(({ name }) => name as string));
  const [old, fresh] = [wildcards(before), wildcards(after)];
  const isBelow = (wildcard: string) => (r: DnsRecord) =>
    !r.name.startsWith('*.') && r.name.endsWith(wildcard.slice(1));
  const isServed = (model: DnsModel, wildcard: string) => (r: DnsRecord) =>
    isBelow(wildcard)(r) && model.serve(r.name).owner === wildcard;
  for (const wildcard of old) {
    if (fresh.has(wildcard)) {
      note('rule 8: a name leaves its wildcard', came.some(isServed(before, wildcard)));
      note('rule 8: a name returns to its wildcard', gone.some(isServed(after, wildcard)));
    } else note('rule 8: a wildcard gives way to names', came.some(isServed(before, wildcard)));
  }
  for (const wildcard of fresh) {
    if (!old.has(wildcard))
      note('rule 8: names give way to a wildcard', gone.some(isServed(after, wildcard)));
  }
}

function pointsAt(record: DnsRecord): string | undefined {
  return record.type === 'CNAME' ? `${record.value}.` : hostOf({ ...record, zone: record.name, id: '' });
}
