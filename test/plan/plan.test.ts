import { describe, expect, test } from 'vitest';
import type { Fqdn } from '../../src/model/name.ts';
import { isEmpty, type Plan, type ZoneError } from '../../src/model/plan.ts';
import type { DesiredZone, LiveZone, UnmanagedRecord } from '../../src/model/zone.ts';
import { buildPlan } from '../../src/plan/plan.ts';
import { changeText } from '../support/plan-text.ts';
import { desired, live, ZONE } from '../support/records.ts';

const OTHER = 'example.net.' as Fqdn;

function file(name: Fqdn, ...records: string[]): DesiredZone {
  const path = `zones/${name}yaml`;
  return {
    name,
    file: path,
    source: { file: path, line: 1, column: 1 },
    records: records.map((text, index) => desired(text, name, index + 1)),
  };
}

function served(
  name: Fqdn,
  records: readonly string[],
  unmanaged: readonly UnmanagedRecord[] = [],
): LiveZone {
  return {
    id: `zone-${name}`,
    name,
    records: records.map((text, i) => live(`id-${i + 1}`, text, name)),
    unmanaged,
  };
}

function plan(
  files: DesiredZone[],
  zones: LiveZone[],
  errors: ZoneError[] = [],
  unmanagedZones: Fqdn[] = [],
): Plan {
  return buildPlan({
    desired: files,
    live: new Map(zones.map((zone) => [zone.name, zone])),
    unmanagedZones,
    errors,
    reads: 3,
  });
}

const texts = ({ steps }: Plan): string[] => steps.map(({ change }) => changeText(change));

describe('a zone', () => {
  test('that equals its file has no changes, and says how many records it has', () => {
    const result = plan([file(ZONE, 'www 300 A 192.0.2.1')], [served(ZONE, ['www 300 A 192.0.2.1'])]);
    expect(isEmpty(result)).toBe(true);
    expect(result.zones).toEqual([
      {
        name: 'example.com.',
        id: 'zone-example.com.',
        file: 'zones/example.com.yaml',
        liveHash: '4a329b31477772ddfb86f962988bd5975ba148a9b2ab27e3ab46fe1adc3da099',
        desiredHash: '4a329b31477772ddfb86f962988bd5975ba148a9b2ab27e3ab46fe1adc3da099',
        changes: [],
        unchanged: 1,
        liveCount: 1,
        unmanaged: [],
        leftAlone: [],
        findings: [],
      },
    ]);
  });

  test('that is not at the service is created, and its records with it', () => {
    const result = plan([file(ZONE, 'www 300 A 192.0.2.1')], []);
    expect(result.zones[0]).toMatchObject({ action: 'create', liveCount: 0 });
    expect(result.zones[0]).not.toHaveProperty('id');
    expect(texts(result)).toEqual(['+ www 300 A 192.0.2.1']);
    expect(result.cost).toEqual({ reads: 3, writes: 2 });
  });

  test('that is created without a record is a change all the same', () => {
    const result = plan([file(ZONE)], []);
    expect(isEmpty(result)).toBe(false);
    expect(result.cost.writes).toBe(1);
  });

  test('that could not be read is not planned, never taken as empty, and the others go on', () => {
    const error = { zone: 'example.com', code: 'timeout', message: 'no answer' };
    const result = plan(
      [file(ZONE, 'www 300 A 192.0.2.1'), file(OTHER, 'a 300 A 192.0.2.1')],
      [served(OTHER, [])],
      [error],
    );
    expect(result.zones.map(({ name }) => name)).toEqual([OTHER]);
    expect(result.errors).toEqual([error]);
    expect(result.steps).toHaveLength(1);
  });

  test('that no file names is listed and never touched', () => {
    const result = plan([], [], [], ['b.test.', 'a.test.'] as Fqdn[]);
    expect(result.unmanagedZones).toEqual(['a.test.', 'b.test.']);
    expect(isEmpty(result)).toBe(true);
  });

  test('zones and their changes stand in the order of their names', () => {
    const result = plan([file(OTHER, 'a 300 A 192.0.2.1'), file(ZONE, 'a 300 A 192.0.2.1')], []);
    expect(result.zones.map(({ name }) => name)).toEqual([ZONE, OTHER]);
    expect(result.steps.map(({ change }) => change.zone)).toEqual([ZONE, OTHER]);
    expect(result.zones.map(({ changes }) => changes)).toEqual(result.steps.map(({ change }) => [change]));
  });
});

describe('name servers at the apex', () => {
  test('are left alone where the file declares none, and count for nothing', () => {
    const result = plan(
      [file(ZONE, 'www 300 A 192.0.2.1')],
      [served(ZONE, ['@ 300 NS ns1.example.org', 'www 300 A 192.0.2.1'])],
    );
    expect(isEmpty(result)).toBe(true);
    expect(result.zones[0]).toMatchObject({ liveCount: 1, unchanged: 1 });
  });

  test('are managed where the file declares some', () => {
    const result = plan(
      [file(ZONE, '@ 300 NS ns1.example.org')],
      [served(ZONE, ['@ 300 NS ns1.example.org', '@ 300 NS ns2.example.org'])],
    );
    expect(texts(result)).toEqual(['- @ 300 NS ns2.example.org']);
  });

  test('NS below the apex are records like others', () => {
    const result = plan(
      [file(ZONE, 'a 300 TXT x')],
      [served(ZONE, ['sub 300 NS ns1.example.org', 'a 300 TXT x'])],
    );
    expect(texts(result)).toEqual(['- sub 300 NS ns1.example.org']);
  });

  test('that the vendor set keep the address they have in the zone: a file that takes it is not planned', () => {
    const result = plan(
      [file(ZONE, 'www 300 A 192.0.2.1')],
      [served(ZONE, ['@ 300 NS ns1.example.com', 'ns1 300 A 192.0.2.53'])],
    );
    expect(result.zones).toEqual([]);
    expect(result.errors).toEqual([
      {
        zone: 'example.com',
        code: 'target-missing',
        message:
          'NS example.com: target ns1.example.com has no A or AAAA in this zone; add one there, or name another host (with the live NS of example.com, which is the vendor’s)',
        hint: 'change the file: name servers of the zone that it does not declare are the vendor’s',
      },
    ]);
  });
});

test('a name server that the vendor set keeps its address also where an alias stands beside it already', () => {
  const result = plan(
    [file(ZONE, 'www 300 A 192.0.2.1')],
    [served(ZONE, ['@ 300 NS ns1.example.com', 'ns1 300 A 192.0.2.53', 'ns1 300 CNAME host.example.net'])],
  );
  expect(result.errors.map(({ code }) => code)).toEqual(['target-missing']);
});

describe('live data that is not managed', () => {
  const ptr = { id: 'u-1', type: 'PTR', name: 'www.example.com.' as Fqdn, value: 'host.example.net' };

  test('is listed and never touched', () => {
    const result = plan([file(ZONE, 'www 300 A 192.0.2.1')], [served(ZONE, ['www 300 A 192.0.2.1'], [ptr])]);
    expect(isEmpty(result)).toBe(true);
    expect(result.zones[0]).toMatchObject({ unmanaged: [ptr], liveCount: 1 });
  });

  test('forbids an alias at its name: the zone would not load', () => {
    const result = plan([file(ZONE, 'www 300 CNAME host.example.net')], [served(ZONE, [], [ptr])]);
    expect(result.zones).toEqual([]);
    expect(result.errors).toEqual([
      {
        zone: 'example.com',
        code: 'cname-conflict',
        message:
          "CNAME www.example.com: CNAME cannot stand beside PTR at 'www'; take one of them out (with the live PTR of www.example.com, which is not managed here)",
        hint: 'delete the PTR record at the vendor, or take the other record out of the file',
      },
    ]);
  });

  test('is listed by name, type and id, in whatever order it was read', () => {
    const others = [
      { id: 'u-3', type: 'PTR', name: 'b.example.com.' as Fqdn, value: 'x' },
      { id: 'u-1', type: 'PTR', name: 'b.example.com.' as Fqdn, value: 'y' },
      { id: 'u-9', type: 'LOC', name: 'b.example.com.' as Fqdn, value: 'z' },
      { id: 'u-8', type: 'PTR', name: 'a.example.com.' as Fqdn, value: 'x' },
    ];
    const ids = (unmanaged: typeof others) =>
      plan([file(ZONE)], [served(ZONE, [], unmanaged)]).zones[0]?.unmanaged.map(({ id }) => id);
    expect(ids(others)).toEqual(['u-8', 'u-9', 'u-1', 'u-3']);
    expect(ids(others.toReversed())).toEqual(['u-8', 'u-9', 'u-1', 'u-3']);
  });

  test('a value that cannot be read is compared as it stands, with a warning that names the record', () => {
    const broken = {
      ...live('id-9', 'www 300 TXT x'),
      type: 'A' as const,
      value: 'not an address',
      unreadable: 'syntax',
    };
    const result = plan([file(ZONE, 'www 300 A 192.0.2.1')], [{ ...served(ZONE, []), records: [broken] }]);
    expect(texts(result)).toEqual(['~ www 300 A not an address => www 300 A 192.0.2.1']);
    expect(result.zones[0]?.findings).toEqual([
      {
        severity: 'warning',
        rule: 'live-unreadable',
        message:
          'live record id-9 (A www.example.com) cannot be read and is compared as the text it is: not an address (syntax); once it is gone, undo brings it back only if the service takes it',
      },
    ]);
    const declared = { ...file(ZONE, 'www 300 A 192.0.2.1'), mode: 'additive' as const };
    const stays = plan([declared], [{ ...served(ZONE, ['www 300 A 192.0.2.1']), records: [broken] }]);
    expect(stays.zones[0]?.findings).toEqual([]);
  });
});

describe('hashes', () => {
  const hashes = (files: string[], records: string[]) => {
    const [zone] = plan([file(ZONE, ...files)], [served(ZONE, records)]).zones;
    return [zone?.liveHash, zone?.desiredHash];
  };

  test('of both sides are equal where their records are, in whatever order', () => {
    const [liveHash, desiredHash] = hashes(['a 300 TXT x', 'b 300 TXT x'], ['b 300 TXT x', 'a 300 TXT x']);
    expect(liveHash).toBe(desiredHash);
  });

  test.each([
    ['a ttl', 'a 60 MX 10 mx.example.net'],
    ['a priority', 'a 300 MX 20 mx.example.net'],
    ['a value', 'a 300 MX 10 mx2.example.net'],
    ['a name', 'b 300 MX 10 mx.example.net'],
  ])('differ where %s does', (_, other) => {
    const [liveHash, desiredHash] = hashes(['a 300 MX 10 mx.example.net'], [other]);
    expect(liveHash).not.toBe(desiredHash);
  });
});

describe('an RRset near the most that BIND loads (100 records, CVE-2024-1737)', () => {
  const texts = (count: number, token: string) =>
    Array.from({ length: count }, (_, i) => `www 300 TXT ${token}${i}=1`);
  const most = (files: readonly string[], live: readonly string[]): number => {
    let [now, most] = [live.length, 0];
    for (const { change } of plan([file(ZONE, ...files)], [served(ZONE, live)]).steps) {
      now += change.action === 'create' ? 1 : change.action === 'delete' ? -1 : 0;
      most = Math.max(most, now);
    }
    return most;
  };

  test.each([
    ['all other texts', texts(100, 'b'), texts(100, 'a')],
    [
      'fewer texts, some of which stay',
      [...texts(40, 'b'), ...texts(50, 'c')],
      [...texts(60, 'a'), ...texts(40, 'c')],
    ],
    ['one SPF less and one text more', texts(100, 'b'), [...texts(99, 'a'), 'www 300 TXT v=spf1 -all']],
  ])('never exceeds it on the way to %s', (_, files, live) => {
    expect(most(files, live)).toBeLessThanOrEqual(100);
  });

  test('pairs by meaning as long as there is room', () => {
    expect(most(texts(50, 'b'), texts(50, 'a'))).toBe(100);
  });
});
