/** Plans to render: short words for records and changes, and one plan as a real repository would have it. */
import type { Fqdn } from '../../src/model/name.ts';
import type { Change, Plan, ZonePlan } from '../../src/model/plan.ts';
import type { DnsRecord, LiveRecord, RecordType } from '../../src/model/record.ts';

const ZONE = 'example.com.' as Fqdn;

/** `rr('www', 'A', '192.0.2.1')`; the name is relative to example.com unless it ends in a dot. */
export function rr(name: string, type: RecordType, value: string, more: Partial<DnsRecord> = {}): DnsRecord {
  const full = name === '@' ? ZONE : name.endsWith('.') ? name : `${name}.${ZONE}`;
  return { name: full as Fqdn, type, value, ttl: 3600, ...more };
}

export function live(record: DnsRecord, id = 'rec_1'): LiveRecord {
  return { ...record, id, createdAt: '2026-01-15T10:30:00Z' };
}

/** What a change may carry beside its records; `line` is a line of the zone's file. */
interface Extras {
  readonly line?: number;
  readonly reason?: Change['reason'];
  readonly gap?: string;
  readonly file?: string;
  readonly zone?: Fqdn;
}

function base({ line, reason, gap, file = 'zones/example.com.yaml', zone = ZONE }: Extras) {
  return {
    zone,
    ...(reason === undefined ? {} : { reason }),
    ...(gap === undefined ? {} : { gap }),
    ...(line === undefined ? {} : { source: { file, line, column: 5 } }),
  };
}

export function create(after: DnsRecord, extras: Extras = {}): Change {
  return { ...base(extras), action: 'create', after };
}

export function update(before: DnsRecord, after: DnsRecord, extras: Extras = {}): Change {
  return { ...base(extras), action: 'update', before: live(before), after };
}

export function remove(before: DnsRecord, extras: Extras = {}): Change {
  return { ...base(extras), action: 'delete', before: live(before) };
}

export function zonePlan(changes: readonly Change[], more: Partial<ZonePlan> = {}): ZonePlan {
  return {
    name: ZONE,
    ...(more.action === 'create' ? {} : { id: 'zone_1' }),
    file: 'zones/example.com.yaml',
    liveHash: 'a'.repeat(64),
    desiredHash: 'b'.repeat(64),
    changes,
    unchanged: 12,
    liveCount: 15,
    unmanaged: [],
    leftAlone: [],
    findings: [],
    ...more,
  };
}

export function planOf(zones: readonly ZonePlan[], more: Partial<Plan> = {}): Plan {
  const changes = zones.flatMap((zone) => zone.changes);
  return {
    zones,
    steps: changes.map((change) => ({ change, dependsOn: [] })),
    unmanagedZones: [],
    errors: [],
    cost: { reads: 1 + zones.length, writes: changes.length },
    ...more,
  };
}

const KEY =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAtx8vWqkq1zGdT5vLZ0nQm3S7fYcR4hJ9uXwPb2KeD6gNaVrT8iLsMoCyEz5HkQfUjBxW1pGn3v' +
  '7tRdYlAqSwKmZ4cJhXoEu9sFbPgI6yTnL2rVkMa8wDxHq5CzNfUe3jOiBt7pWlGs1vYRhKdXcQmJ4aZbTuE9oSnFyPgL6wVrH8kMxDqCi5NzUfOej3QIDAQAB';
const NEW_KEY = KEY.replace('tx8vWqkq1zGd', 'yP3nB6mKw0Lh').replace('Qm3S7fYcR4h', 'Zk9T2eXvU8j');

/** What a busy pull request looks like: every kind of change, a new zone, a guard, a zone that could not be read. */
export function samplePlan(): Plan {
  const fresh = 'xn--bcher-kva.example.' as Fqdn;
  const freshFile = { zone: fresh, file: 'zones/bücher.example.yaml' };
  const first = zonePlan(
    [
      create(rr('www.eu', 'A', '192.0.2.7', { ttl: 300 }), { line: 14 }),
      create(rr('@', 'MX', 'mx2.example.com', { priority: 20 }), { line: 9 }),
      update(
        rr('@', 'TXT', 'v=spf1 include:_spf.example.net include:old.example.org ~all'),
        rr('@', 'TXT', 'v=spf1 include:_spf.example.net include:new.example.org -all'),
        { line: 11 },
      ),
      update(rr('api', 'A', '192.0.2.8'), rr('api', 'A', '192.0.2.9'), { line: 21 }),
      update(rr('cdn', 'CNAME', 'cdn.example.net'), rr('cdn', 'CNAME', 'cdn.example.net', { ttl: 300 }), {
        line: 24,
      }),
      update(
        rr('mail2026._domainkey', 'TXT', `v=DKIM1; k=rsa; p=${KEY}`),
        rr('mail2026._domainkey', 'TXT', `v=DKIM1; k=rsa; p=${NEW_KEY}`),
        { line: 31 },
      ),
      update(rr('shop', 'A', '192.0.2.30'), rr('shop', 'CNAME', 'shops.example.net'), {
        line: 40,
        reason: 'type-change',
      }),
      remove(rr('api', 'A', '192.0.2.9'), { reason: 'duplicate' }),
      remove(rr('old', 'CNAME', 'gone.example.net', { ttl: 86400 }), {
        gap: 'old has no answer for about one call',
      }),
    ],
    {
      unmanaged: [{ id: 'rec_9', type: 'HINFO', name: 'host.example.com.' as Fqdn, value: 'ARM64 Linux' }],
      findings: [
        {
          severity: 'warning',
          rule: 'live-unreadable',
          message: "live A record of 'lab' cannot be read: '192.0.2.300'",
        },
      ],
      guard: {
        guarded: 2,
        reasons: [
          {
            code: 'last-record',
            message: 'the last record of a guarded kind would go without a successor',
            records: ['CNAME old gone.example.net', 'A api 192.0.2.9'],
          },
        ],
      },
    },
  );
  const second = zonePlan(
    [
      create(rr(fresh, 'A', '192.0.2.1'), { ...freshFile, line: 4 }),
      create(rr(`xn--caf-dma.${fresh}`, 'AAAA', '2001:db8::1'), { ...freshFile, line: 6 }),
    ],
    { name: fresh, file: 'zones/bücher.example.yaml', action: 'create', unchanged: 0, liveCount: 0 },
  );
  const third = zonePlan([], { name: 'example.org.' as Fqdn, file: 'zones/example.org.yaml', unchanged: 33 });
  return planOf([first, second, third], {
    unmanagedZones: ['parked.example.' as Fqdn, 'legacy.example.' as Fqdn],
    errors: [
      {
        zone: 'example.net',
        code: 'short-read',
        message: 'the service listed 120 records and sent 100',
        hint: 'run the command again; the zone is left alone until it reads whole',
      },
    ],
    cost: { reads: 4, writes: 12, forecast: { seconds: 18.2, rate: 2 } },
  });
}
