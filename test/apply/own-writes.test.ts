/** Live as it will be once the service shows what it has confirmed. */
import { expect, it } from 'vitest';
import { OwnWrites } from '../../src/apply/own-writes.ts';
import type { Fqdn } from '../../src/model/name.ts';
import type { Change } from '../../src/model/plan.ts';
import { identityOf } from '../../src/model/record.ts';
import { live, record, ZONE } from '../support/records.ts';

const OLD = live('1', 'www 300 A 192.0.2.1');
const OTHER = live('2', 'keep 300 A 192.0.2.9');
const create: Change = { action: 'create', zone: ZONE, after: record('new 60 A 192.0.2.3') };
const remove: Change = { action: 'delete', zone: ZONE, before: OLD };
const update: Change = {
  action: 'update',
  zone: ZONE,
  before: OLD,
  after: record('www 300 A 192.0.2.2'),
};
const swap: Change = { ...update, after: record('www 300 CNAME example.net'), reason: 'type-change' };

/** What live is taken to hold, given what a read shows. */
function over(changes: readonly Change[], shown: readonly (typeof OLD)[]): string[] {
  const own = new OwnWrites();
  for (const change of changes) own.confirm(change);
  const { records } = own.over({ id: 'z', name: ZONE, records: shown, unmanaged: [] });
  return records.map((one) => `${one.id} ${identityOf(one)} ${one.ttl}`).sort();
}

const KEPT = '2 A keep.example.com. 192.0.2.9 300';
const MADE = 'unseen A new.example.com. 192.0.2.3 A new.example.com. 192.0.2.3 60';
const NEW_ALIAS = 'CNAME www.example.com. example.net';

it.each([
  ['a create that does not show', [create], [OTHER], [KEPT, MADE]],
  ['a create that shows', [create], [live('9', 'new 60 A 192.0.2.3')], ['9 A new.example.com. 192.0.2.3 60']],
  ['a delete that does not show', [remove], [OLD, OTHER], [KEPT]],
  ['a delete that shows', [remove], [OTHER], [KEPT]],
  ['an update that does not show', [update], [OLD, OTHER], ['1 A www.example.com. 192.0.2.2 300', KEPT]],
  ['a change of type that does not show', [swap], [OLD], [`1 ${NEW_ALIAS} 300`]],
  ['one that went by delete and create, neither shown', [swap], [], [`unseen ${NEW_ALIAS} ${NEW_ALIAS} 300`]],
  [
    'one that shows under another uuid',
    [swap],
    [live('7', 'www 300 CNAME example.net')],
    [`7 ${NEW_ALIAS} 300`],
  ],
  ['two writes in one zone', [remove, create], [OLD, OTHER], [KEPT, MADE]],
  // An update keeps its uuid: what is not listed under it was taken away by somebody else.
  ['an update of a record that has gone', [update], [OTHER], [KEPT]],
])('takes in %s', (_, changes, shown, expected) => {
  expect(over(changes, shown)).toEqual(expected.sort());
});

it('knows when the record was made that it updated', () => {
  const own = new OwnWrites();
  own.confirm(update);
  const zone = { id: 'z', name: ZONE, records: [OLD], unmanaged: [] };
  expect(own.over(zone).records[0]?.createdAt).toBe(OLD.createdAt);
});

it('leaves other zones as they are', () => {
  const own = new OwnWrites();
  own.confirm(remove);
  const zone = { id: 'z', name: 'example.net.' as Fqdn, records: [OLD], unmanaged: [] };
  expect(own.over(zone)).toBe(zone);
  expect(own.isGone(ZONE)).toBe(false);
  own.confirmGone(ZONE);
  expect(own.isGone(ZONE)).toBe(true);
});
