/** What a name holds once is only ever updated: never none and never two of it, at any moment (dns-rules section 6). */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fqdn } from '../../src/model/name.ts';
import { DnsModel, type ModelRecord } from '../support/dns-model.ts';
import { linearOrder, planBetween } from '../support/plan-case.ts';
import { policyOf } from '../support/policies.ts';
import { ZONE } from '../support/records.ts';

const numRuns = Number(process.env.DNSSYNC_RUNS ?? 300);

type Data = Pick<ModelRecord, 'type' | 'value' | 'priority'>;

const text = (value: string): Data => ({ type: 'TXT', value });
const mx = (priority: number, value: string): Data => ({ type: 'MX', value, priority });
const id = fc.integer({ min: 0, max: 9 });
const ttl = fc.constantFrom(60, 300, 3600);

/** The one record of its kind, at the name it belongs to. */
const SINGLES: Readonly<Record<string, { readonly owner: string; readonly one: fc.Arbitrary<Data> }>> = {
  SPF: { owner: '', one: id.map((n) => text(`v=spf1${n === 0 ? '' : ` ip4:192.0.2.${n}`} -all`)) },
  DMARC: { owner: '_dmarc.', one: id.map((n) => text(`v=DMARC1; p=none; pct=${n}`)) },
  'a DKIM key': {
    owner: 'k._domainkey.',
    one: id.map((n) => text(n % 2 === 0 ? `v=DKIM1; k=rsa; p=${n}` : `k=ed25519; p=${n}`)),
  },
  'MTA-STS': { owner: '_mta-sts.', one: id.map((n) => text(`v=STSv1; id=${n}`)) },
  'TLS-RPT': { owner: '_smtp._tls.', one: id.map((n) => text(`v=TLSRPTv1; rua=mailto:${n}@out.test`)) },
  'an alias': { owner: 'www.', one: id.map((n) => ({ type: 'CNAME', value: `t${n}.out.test` })) },
  'the only CAA': { owner: '', one: id.map((n) => ({ type: 'CAA', value: `0 issue "ca${n}.test"` })) },
  'the only MX': {
    owner: '',
    one: fc.oneof(
      fc.constant(mx(0, '.')),
      id.map((n) => mx(n, `m${n}.out.test`)),
    ),
  },
};

/** Other texts, as they stand beside a policy; none is one itself. */
const beside = fc.uniqueArray(fc.constantFrom('note', 'a=1', 'a=2', 'b=1', 'v=other1'), { maxLength: 3 });

describe.each(Object.keys(SINGLES))('%s', (kind) => {
  const { owner, one } = SINGLES[kind] ?? { owner: '', one: fc.constant(text('')) };
  const name = `${owner}${ZONE}` as Fqdn;

  test('is updated by one call, and there is one of it at every moment', () => {
    const side = fc.record({ single: one, ttl, texts: beside });
    fc.assert(
      fc.property(side, side, fc.infiniteStream(fc.nat()), (old, fresh, stream) => {
        const model = ({ single, ttl, texts }: typeof old): DnsModel => {
          const others = single.type === 'CNAME' ? [] : texts.map(text);
          const records = [single, ...others].map((data, at) => ({
            ...data,
            zone: ZONE,
            name,
            id: `id-${at}`,
            ttl: data === single ? ttl : 300,
          }));
          return new DnsModel([ZONE], records);
        };
        const before = model(old);
        const { steps } = planBetween(before, model(fresh));
        const isOne = (data: Data): boolean =>
          data.type === old.single.type && (data.type !== 'TXT' || policyOf({ ...data, name }) !== undefined);

        const calls = steps
          .map(({ change }) => change)
          .filter((change) => isOne(change.action === 'delete' ? change.before : change.after));
        const isSame = JSON.stringify([old.single, old.ttl]) === JSON.stringify([fresh.single, fresh.ttl]);
        expect(calls.map(({ action }) => action)).toEqual(isSame ? [] : ['update']);

        let now = before;
        const random = (): number => ((stream.next().value ?? 0) % 1000) / 1000;
        for (const index of linearOrder(steps, random)) {
          for (const step of steps.slice(index, index + 1)) now = now.after(step, `new-${index}`);
          expect(now.records.filter(isOne)).toHaveLength(1);
        }
      }),
      { numRuns },
    );
  });
});

describe('the last of a set', () => {
  test.each<[string, fc.Arbitrary<Data>]>([
    [
      'CAA',
      fc
        .tuple(fc.constantFrom('issue', 'issuewild', 'iodef'), id)
        .map(([tag, n]) => ({ type: 'CAA', value: `0 ${tag} "ca${n}.test"` })),
    ],
    ['MX', fc.tuple(id, id).map(([n, host]) => mx(n, `m${host}.out.test`))],
  ])('%s goes only when its successor is there, and none stands beside a null MX', (_, record) => {
    const set = fc.oneof(
      {
        weight: 4,
        arbitrary: fc.uniqueArray(record, {
          minLength: 1,
          maxLength: 4,
          selector: (data) => JSON.stringify(data),
        }),
      },
      { weight: 1, arbitrary: record.map((data) => [data.type === 'MX' ? mx(0, '.') : data]) },
    );
    fc.assert(
      fc.property(set, set, fc.infiniteStream(fc.nat()), (old, fresh, stream) => {
        const model = (set: readonly Data[]): DnsModel =>
          new DnsModel(
            [ZONE],
            set.map((data, at) => ({ ...data, zone: ZONE, name: ZONE, id: `id-${at}`, ttl: 300 })),
          );
        let now = model(old);
        const { steps } = planBetween(now, model(fresh));
        const random = (): number => ((stream.next().value ?? 0) % 1000) / 1000;
        for (const index of linearOrder(steps, random)) {
          for (const step of steps.slice(index, index + 1)) now = now.after(step, `new-${index}`);
          expect(now.records.length).toBeGreaterThan(0);
          const nulls = now.records.filter(({ value }) => value === '.').length;
          expect([0, now.records.length]).toContain(nulls);
        }
      }),
      { numRuns },
    );
  });
});
