import { applyPatch, parsePatch } from 'diff';
import { describe, expect, it } from 'vitest';
import type { Fqdn } from '../../src/model/name.ts';
import { renderPlanDiff } from '../../src/render/plan-diff.ts';
import { HARMFUL, HOSTILE } from './hostile.ts';
import { create, live, planOf, remove, rr, samplePlan, update, zonePlan } from './sample-plan.ts';

const plain = (plan: Parameters<typeof renderPlanDiff>[0]) => renderPlanDiff(plan, { color: false });

describe('renderPlanDiff', () => {
  it('shows live against the files in zone-file form', () => {
    const plan = planOf([
      zonePlan([
        create(rr('www', 'AAAA', '2001:db8::1', { ttl: 300 })),
        update(rr('www', 'A', '192.0.2.1'), rr('www', 'A', '192.0.2.2')),
        update(rr('shop', 'A', '192.0.2.3'), rr('shop', 'CNAME', 'shops.example.net')),
        remove(rr('@', 'MX', 'mx1.example.com', { priority: 10 })),
        create(rr('@', 'MX', '.', { priority: 0 })),
        create(rr('_sip._tcp', 'SRV', '5 5060 sip.example.com', { priority: 10 })),
        create(rr('@', 'CAA', '0 issue "letsencrypt.org"')),
        update(rr('@', 'TXT', 'say "hi"; \\o/'), rr('@', 'TXT', 'grüße')),
        create(rr('sub', 'NS', 'ns1.example.net')),
      ]),
    ]);
    expect(plain(plan)).toBe(`\
--- live/example.com
+++ zones/example.com.yaml
@@ -1,4 +1,8 @@
-example.com.           3600 IN MX    10 mx1.example.com.
+example.com.           3600 IN MX    0 .
-example.com.           3600 IN TXT   "say \\"hi\\"; \\\\o/"
+example.com.           3600 IN TXT   "gr\\195\\188\\195\\159e"
+example.com.           3600 IN CAA   0 issue "letsencrypt.org"
+_sip._tcp.example.com. 3600 IN SRV   10 5 5060 sip.example.com.
-shop.example.com.      3600 IN A     192.0.2.3
+shop.example.com.      3600 IN CNAME shops.example.net.
+sub.example.com.       3600 IN NS    ns1.example.net.
-www.example.com.       3600 IN A     192.0.2.1
+www.example.com.       3600 IN A     192.0.2.2
+www.example.com.        300 IN AAAA  2001:db8::1
`);
  });

  it('cuts long TXT at 255 octets, as a zone file must', () => {
    const text = plain(planOf([zonePlan([create(rr('k', 'TXT', 'x'.repeat(300)))])]));
    expect(text).toContain(`TXT "${'x'.repeat(255)}" "${'x'.repeat(45)}"\n`);
  });

  it('shows a record that stays as one of the lines around a duplicate that goes', () => {
    const plan = planOf([
      zonePlan([
        remove(rr('api', 'A', '192.0.2.9'), { reason: 'duplicate' }),
        update(rr('api', 'A', '192.0.2.8'), rr('api', 'A', '192.0.2.9')),
      ]),
    ]);
    expect(plain(plan).split('\n').slice(3)).toEqual([
      '-api.example.com. 3600 IN A 192.0.2.8',
      ' api.example.com. 3600 IN A 192.0.2.9',
      '',
    ]);
  });

  it('does not depend on the order of the changes', () => {
    const changes = samplePlan().zones[0]?.changes ?? [];
    expect(plain(planOf([zonePlan(changes.toReversed())]))).toBe(plain(planOf([zonePlan(changes)])));
  });

  it('is a patch that programs read, a new zone coming from /dev/null', () => {
    const [known, fresh] = parsePatch(plain({ ...samplePlan(), errors: [] }));
    expect(known).toMatchObject({ oldFileName: 'live/example.com', newFileName: 'zones/example.com.yaml' });
    expect(fresh).toMatchObject({ oldFileName: '/dev/null', newFileName: 'zones/bücher.example.yaml' });
    const before =
      known?.hunks[0]?.lines.filter((line) => !line.startsWith('+')).map((line) => line.slice(1)) ?? [];
    const after =
      known?.hunks[0]?.lines.filter((line) => !line.startsWith('-')).map((line) => line.slice(1)) ?? [];
    expect(before).toHaveLength(7);
    expect(applyPatch(`${before.join('\n')}\n`, known ?? '')).toBe(`${after.join('\n')}\n`);
  });

  it('is empty for a plan without changes', () => {
    expect(plain(planOf([zonePlan([])]))).toBe('');
  });

  it('is never empty where a zone could not be read', () => {
    const errors = [{ zone: 'example.net', code: 'timeout', message: 'no answer\nwithin 30 s' }];
    expect(plain(planOf([zonePlan([])], { errors }))).toBe(
      '# error: example.net could not be planned: no answer\\x0awithin 30 s\n',
    );
  });

  it('shows a live value that cannot be read as the service gave it', () => {
    const before = { ...live(rr('lab', 'CNAME', 'not a host')), unreadable: 'blanks' };
    const change = {
      action: 'update',
      zone: 'example.com.' as Fqdn,
      before,
      after: rr('lab', 'CNAME', 'b.example'),
    } as const;
    expect(plain(planOf([zonePlan([change])]))).toContain('-lab.example.com. 3600 IN CNAME not a host\n');
  });

  it('colours what goes and what comes', () => {
    const text = renderPlanDiff(planOf([zonePlan([create(rr('a', 'A', '192.0.2.1'))])]), { color: true });
    expect(text).toContain('\x1b[32m+a.example.com. 3600 IN A 192.0.2.1\x1b[39m\n');
  });

  it.each(HOSTILE)('%j makes no line of its own and reaches no terminal', (text) => {
    const name = `${text}.example.com.`;
    const plan = planOf([
      zonePlan([create(rr(name, 'TXT', text)), remove(rr('b', 'TXT', text))], { file: text }),
    ]);
    expect(plain(plan)).not.toMatch(HARMFUL);
    expect(plain(plan).split('\n')).toHaveLength(6);
  });

  it('takes a name with thousands of records that are all replaced', () => {
    const changes = Array.from({ length: 20_000 }, (_, i) =>
      update(rr('x', 'TXT', `v${i}`), rr('x', 'TXT', `w${i}`)),
    );
    expect(plain(planOf([zonePlan(changes)])).split('\n')).toHaveLength(40_004);
  });
});
