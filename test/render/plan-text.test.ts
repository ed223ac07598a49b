import { describe, expect, it } from 'vitest';
import type { Fqdn } from '../../src/model/name.ts';
import { renderPlan } from '../../src/render/plan-text.ts';
import { displayWidth } from '../../src/render/width.ts';
import { HARMFUL, HOSTILE } from './hostile.ts';
import { create, planOf, remove, rr, samplePlan, update, zonePlan } from './sample-plan.ts';

const plain = (plan: Parameters<typeof renderPlan>[0], options = {}) =>
  renderPlan(plan, { color: false, ...options });

describe('a plan of every kind of change', () => {
  it('reads like this', () => {
    expect(`\n${plain(samplePlan())}`).toBe(`
example.com  +2 ~5 -2, 12 unchanged  zones/example.com.yaml
  + www.eu               A          192.0.2.7                       5m           zones/example.com.yaml:14
  + @                    MX         20 mx2.example.com              1h           zones/example.com.yaml:9
  ~ @                    TXT        v=spf1 include:_spf.example.net include:[-old-]{+new+}.example.org [-~all-]{+-all+}  1h  zones/example.com.yaml:11
  ~ api                  A          192.0.2.8 → 192.0.2.9           1h           zones/example.com.yaml:21
  ~ cdn                  CNAME      cdn.example.net                 ttl 1h → 5m  zones/example.com.yaml:24
  ~ mail2026._domainkey  TXT        v=DKIM…MIIBCgKCAQEA[-tx8vWqkq1zGdT5vLZ0…S7fYcR4h-]{+yP3nB6mKw0LhT5vLZ0…T2eXvU8j+}J9uXwPb2KeD6gNaVrT…  1h  zones/example.com.yaml:31
  ~ shop                 A → CNAME  192.0.2.30 → shops.example.net  1h           zones/example.com.yaml:40  type change
  - api                  A          192.0.2.9                       1h  duplicate
  - old                  CNAME      gone.example.net                1d
    gap: old has no answer for about one call

  warning  live A record of 'lab' cannot be read: '192.0.2.300'  live-unreadable
  note     1 record of unmanaged types, never touched: host HINFO
  guard    the last record of a guarded kind would go without a successor
           CNAME old gone.example.net, A api 192.0.2.9

xn--bcher-kva.example (bücher.example)  new zone  +2  zones/bücher.example.yaml
  Will be created. Then set the zone's name servers at your registrar to those of
  VPS.org (ns1.vps.org is one of them).
  + @                   A     192.0.2.1    1h  zones/bücher.example.yaml:4
  + xn--caf-dma (café)  AAAA  2001:db8::1  1h  zones/bücher.example.yaml:6

1 more zone without changes.
2 zones at VPS.org without a file, never touched: parked.example, legacy.example

error  example.net could not be planned: the service listed 120 records and sent 100
       → run the command again; the zone is left alone until it reads whole

Plan: 4 to create, 5 to update, 2 to delete, 45 unchanged in 3 zones (1 new). 1 zone could not be planned.
To apply: 19 API calls (7 reads, 12 writes), about 19 s at 2/s.
The guard would stop this apply. To allow just that: --allow example.com=2
`);
  });

  it('says the same in colour, and no escape without', () => {
    const colored = renderPlan(samplePlan(), { color: true });
    expect(colored.replace(/\x1b\[\d+m/g, '')).toBe(plain(samplePlan()));
    expect(colored).toContain('\x1b[32m+\x1b[39m www.eu');
    expect(plain(samplePlan())).not.toContain('\x1b');
  });

  it('leaves places out where they are not wanted', () => {
    const lines = plain(samplePlan(), { sources: false }).split('\n');
    expect(lines[1]).toBe('  + www.eu               A          192.0.2.7                       5m');
  });
});

describe('on a terminal', () => {
  const plan = planOf([
    zonePlan([
      create(rr('www', 'A', '192.0.2.7', { ttl: 300 }), { line: 14 }),
      create(rr('_dmarc', 'TXT', `v=DMARC1; p=reject; rua=mailto:${'reports'.repeat(9)}@example.com`), {
        line: 20,
      }),
      remove(rr('old', 'A', '192.0.2.9')),
    ]),
  ]);

  it('of 80 columns, names the file once and leaves out the middle of long values', () => {
    expect(`\n${plain(plan, { width: 80 })}`).toBe(`
example.com  +2 -1, 12 unchanged  zones/example.com.yaml
  + www     A    192.0.2.7  5m  :14
  + _dmarc  TXT  v=DMARC1; p=reject; rua=mailto:repor…ports@example.com  1h  :20
  - old     A    192.0.2.9  1h

Plan: 2 to create, 0 to update, 1 to delete, 12 unchanged in 1 zone.
To apply: 7 API calls (4 reads, 3 writes).
`);
  });

  it('keeps the full place where the record stands in another file than the zone', () => {
    const shared = create(rr('www', 'A', '192.0.2.7'), {
      line: 3,
      file: `zones/_shared/${'x'.repeat(40)}.yaml`,
    });
    expect(plain(planOf([zonePlan([shared])]), { width: 60 })).toContain(
      `zones/_shared/${'x'.repeat(40)}.yaml:3`,
    );
  });

  it.each([80, 100, 120])('of %i columns, no line of an ordinary plan is wider', (width) => {
    for (const line of plain(plan, { width }).split('\n'))
      expect(displayWidth(line)).toBeLessThanOrEqual(width);
  });

  it('that is very narrow still shows values', () => {
    expect(plain(plan, { width: 10 })).toContain('192.0.2.7');
  });
});

describe('a plan without changes', () => {
  const zones = [
    zonePlan([], { unchanged: 20 }),
    zonePlan([], { name: 'example.org.' as Fqdn, unchanged: 25 }),
  ];

  it('says so with what was compared', () => {
    expect(plain(planOf(zones))).toBe('No changes. Live matches the files (2 zones, 45 records).\n');
  });

  it('says no more than it looked at where only a part was compared', () => {
    const findings = [{ severity: 'info' as const, rule: 'partial-plan', message: 'only www was compared' }];
    const text = plain(planOf([zonePlan([], { findings })]));
    expect(text).toContain('No changes in what --target names (1 zone, 12 records).');
    expect(text).not.toContain('matches the files');
  });

  it('still says what else there is to know', () => {
    const unmanaged = [{ id: 'r', type: 'SSHFP', name: 'www.example.com.' as Fqdn, value: '1 1 aa' }];
    expect(`\n${plain(planOf([zonePlan([], { unmanaged })]))}`).toBe(`
example.com  12 unchanged  zones/example.com.yaml
  note     1 record of unmanaged types, never touched: www SSHFP

No changes. Live matches the files (1 zone, 12 records).
`);
  });

  it('lists its zones when verbose', () => {
    expect(plain(planOf(zones), { verbose: true })).toContain(
      'example.org  25 unchanged  zones/example.com.yaml\n',
    );
  });

  it("never says 'No changes' where a zone could not be read", () => {
    const errors = [{ zone: 'example.net', code: 'timeout', message: 'no answer within 30 s' }];
    expect(plain(planOf(zones, { errors }))).toBe(
      'error  example.net could not be planned: no answer within 30 s\n\n' +
        'Nothing to change in what could be read (2 zones, 45 records). 1 zone could not be planned.\n',
    );
    expect(plain(planOf([], { errors }))).toContain('\nNothing planned. 1 zone could not be planned.\n');
  });

  it('is not empty where only a zone is to be created', () => {
    const text = plain(
      planOf([zonePlan([], { action: 'create', unchanged: 0 })], { cost: { reads: 1, writes: 1 } }),
    );
    expect(text).toContain('example.com  new zone  0 unchanged');
    expect(text).toContain('Plan: 0 to create, 0 to update, 0 to delete, 0 unchanged in 1 zone (1 new).');
  });
});

describe('values', () => {
  const lineOf = (change: Parameters<typeof zonePlan>[0][number], options = {}) =>
    plain(planOf([zonePlan([change])]), options).split('\n')[1];

  it('of MX and SRV begin with the priority, which is marked where it changes', () => {
    const srv = (priority: number) => rr('_sip._tcp', 'SRV', '5 5060 sip.example.com', { priority });
    expect(lineOf(create(srv(10)))).toBe('  + _sip._tcp  SRV  10 5 5060 sip.example.com  1h');
    expect(lineOf(update(srv(10), srv(20)))).toBe(
      '  ~ _sip._tcp  SRV  [-10-]{+20+} 5 5060 sip.example.com  1h',
    );
  });

  it('of 65,000 octets stay small, and whole when verbose', () => {
    const change = create(rr('big', 'TXT', `begin${'x'.repeat(65_000)}end`));
    expect(lineOf(change)?.length).toBeLessThan(130);
    expect(lineOf(change)).toMatch(/beginx+…x+end/);
    expect(lineOf(change, { verbose: true })).toContain('x'.repeat(65_000));
  });

  it('that change with the ttl show both', () => {
    expect(lineOf(update(rr('a', 'A', '192.0.2.1'), rr('a', 'A', '192.0.2.2', { ttl: 300 })))).toBe(
      '  ~ a  A  192.0.2.1 → 192.0.2.2  ttl 1h → 5m',
    );
  });

  it('of wide characters keep the columns aligned', () => {
    const lines = plain(
      planOf([zonePlan([create(rr('a', 'TXT', '日本語')), create(rr('b', 'TXT', 'sixsix'))])]),
    ).split('\n');
    expect(lines.slice(1, 3)).toEqual(['  + a  TXT  日本語  1h', '  + b  TXT  sixsix  1h']);
  });
});

describe('long lists', () => {
  it('of zones without a file are counted after some names, and whole when verbose', () => {
    const unmanagedZones = Array.from({ length: 300 }, (_, i) => `z${i}.example.` as Fqdn);
    expect(plain(planOf([], { unmanagedZones }))).toContain('z7.example and 292 more\n');
    expect(plain(planOf([], { unmanagedZones }), { verbose: true })).toContain('z299.example\n');
  });
});

describe('hostile data', () => {
  it.each(HOSTILE)('%j cannot reach the terminal nor make a line of its own', (text) => {
    const name = `${text}.example.com.`;
    const plan = planOf(
      [
        zonePlan(
          [
            create(rr(name, 'TXT', text), { line: 1, file: text }),
            update(rr('a', 'TXT', `${text} one`), rr('a', 'TXT', `${text} two`), { gap: text }),
            remove(rr('b', 'TXT', text)),
          ],
          {
            file: text,
            unmanaged: [{ id: 'r', type: text, name: name as Fqdn, value: text }],
            findings: [{ severity: 'warning', rule: text, message: text }],
            guard: { guarded: 1, reasons: [{ code: 'last-record', message: text, records: [text] }] },
          },
        ),
      ],
      { unmanagedZones: [name as Fqdn], errors: [{ zone: text, code: 'api', message: text, hint: text }] },
    );
    const shown = plain(plan);
    expect(shown).not.toMatch(HARMFUL);
    expect(shown.split('\n')).toHaveLength(20);
    expect(plain(plan, { width: 80, verbose: true })).not.toMatch(HARMFUL);
  });
});

it('renders 100,000 changes without a quadratic step', () => {
  const changes = (count: number) =>
    Array.from({ length: count }, (_, i) =>
      update(rr(`h${i}`, 'A', '192.0.2.1'), rr(`h${i}`, 'A', '192.0.2.2')),
    );
  const text = plain(planOf([zonePlan(changes(100_000))]));
  expect(text.split('\n')).toHaveLength(100_005);
});
