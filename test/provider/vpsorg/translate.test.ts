import { describe, expect, it } from 'vitest';
import type { Fqdn } from '../../../src/model/name.ts';
import type { DnsRecord } from '../../../src/model/record.ts';
import { toLiveZone, toSummary, toWire } from '../../../src/provider/vpsorg/translate.ts';
import type { WireRecord } from '../../../src/provider/vpsorg/wire.ts';

const name = (text: string): Fqdn => text as Fqdn;
const ZONE = { id: 'z1', name: name('example.com.') };

function live(wire: Partial<WireRecord>) {
  const record = {
    uuid: 'r1',
    record_type: 'A',
    name: '@',
    value: '192.0.2.1',
    ttl: 300,
    priority: null,
    created_at: '2024-01-15T10:30:00Z',
    ...wire,
  };
  return toLiveZone(ZONE, [record]);
}

describe('what the service holds, in the words of the model', () => {
  it.each([
    ['@', 'example.com.'],
    ['', 'example.com.'],
    ['www', 'www.example.com.'],
    ['WWW.Example.COM', 'www.example.com.'],
    ['www.example.com.', 'www.example.com.'],
    ['example.com', 'example.com.'],
    ['*.dev', '*.dev.example.com.'],
  ])('reads the name %j as %s', (given, expected) => {
    expect(live({ name: given }).records[0]?.name).toBe(expected);
  });

  it.each([
    ['A', '192.0.2.1', '192.0.2.1'],
    ['AAAA', '2001:0DB8:0:0::1', '2001:db8::1'],
    ['CNAME', 'Target.Example.NET.', 'target.example.net'],
    ['NS', 'ns1.vps.org', 'ns1.vps.org'],
    ['TXT', '"v=spf1 " "-all"', 'v=spf1 -all'],
    ['CAA', '0 ISSUE letsencrypt.org', '0 issue "letsencrypt.org"'],
    ['cname', 'target.example.net', 'target.example.net'],
  ])('reads %s %s canonically', (record_type, given, expected) => {
    const [record] = live({ record_type, value: given }).records;
    expect(record).toMatchObject({ type: record_type.toUpperCase(), value: expected });
    expect(record).not.toHaveProperty('unreadable');
  });

  it('reads MX and SRV with their priority, 0 included', () => {
    expect(live({ record_type: 'MX', value: 'mail.example.com.', priority: 0 }).records[0]).toMatchObject({
      value: 'mail.example.com',
      priority: 0,
    });
    expect(
      live({ record_type: 'SRV', value: '5 5060 SIP.example.com', priority: 10 }).records[0],
    ).toMatchObject({ value: '5 5060 sip.example.com', priority: 10 });
  });

  it.each([null, 0, 10])('ignores a priority of %j where the type has none', (priority) => {
    expect(live({ priority }).records[0]).not.toHaveProperty('priority');
  });

  it.each([
    ['A', 'not an address', null],
    ['MX', 'mail.example.com', null],
    ['MX', 'mail.example.com', 65_536],
    ['MX', 'mail.example.com', -1],
    ['SRV', '5 5060 sip.example.com', null],
    ['SRV', '10 5 5060 sip.example.com', 10],
    ['CAA', 'letsencrypt.org', null],
  ])('keeps what it cannot read as it stands: %s %s %j', (record_type, value, priority) => {
    const [record] = live({ record_type, value, priority }).records;
    expect(record?.value).toBe(value);
    expect(record?.unreadable).toEqual(expect.any(String));
  });

  it('shows records of a type it does not manage, and does not read their values', () => {
    expect(live({ record_type: 'TLSA', name: '_443._tcp', value: '3 1 1 abc' })).toEqual({
      ...ZONE,
      records: [],
      unmanaged: [{ id: 'r1', type: 'TLSA', name: '_443._tcp.example.com.', value: '3 1 1 abc' }],
    });
  });

  it.each([
    ['Example.COM', 'example.com.'],
    ['example.com.', 'example.com.'],
    ['bücher.example', 'xn--bcher-kva.example.'],
    ['not a domain', 'not a domain.'],
  ])('reads the domain %j as %s', (domain, expected) => {
    expect(toSummary({ uuid: 'z1', domain, record_count: 3 })).toEqual({
      id: 'z1',
      name: expected,
      recordCount: 3,
    });
  });
});

describe('what is sent', () => {
  const record: DnsRecord = { type: 'A', name: name('www.example.com.'), value: '192.0.2.1', ttl: 300 };

  it('is always the whole record, with null where the type has no priority', () => {
    expect(toWire(record, ZONE.name)).toEqual({
      record_type: 'A',
      name: 'www',
      value: '192.0.2.1',
      ttl: 300,
      priority: null,
    });
    const mx: DnsRecord = { ...record, type: 'MX', name: ZONE.name, value: 'mail.example.com', priority: 10 };
    expect(toWire(mx, ZONE.name)).toMatchObject({ name: '@', value: 'mail.example.com', priority: 10 });
  });

  it('names a record that repeats its zone in full, since the short form means another', () => {
    const twice = { ...record, name: name('example.com.example.com.') };
    expect(toWire(twice, ZONE.name).name).toBe('example.com.example.com.');
  });
});
