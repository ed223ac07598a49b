import nock from 'nock';
import { describe, expect, it } from 'vitest';
import type { Fqdn } from '../../../src/model/name.ts';
import { api, client, useMockedApi } from '../support/mocked-api.ts';

useMockedApi();

const zone = { id: 'abc123-def456-ghi789', name: 'example.com.' as Fqdn };

describe('reading, by the examples of the vendor’s page', () => {
  it('lists zones from a bare array', async () => {
    api()
      .get('/api/v1/dns-zones/')
      .reply(200, [
        {
          uuid: 'abc123-def456-ghi789',
          domain: 'example.com',
          created_at: '2024-01-15T10:30:00Z',
          record_count: 12,
        },
        {
          uuid: 'xyz789-uvw456-rst123',
          domain: 'myapp.io',
          created_at: '2024-06-20T14:15:00Z',
          record_count: 8,
        },
      ]);
    expect(await client().listZones()).toEqual([
      { id: 'abc123-def456-ghi789', name: 'example.com.', recordCount: 12 },
      { id: 'xyz789-uvw456-rst123', name: 'myapp.io.', recordCount: 8 },
    ]);
  });

  it('reads a zone with its records from the detail', async () => {
    api()
      .get('/api/v1/dns-zones/abc123-def456-ghi789/')
      .reply(200, {
        uuid: 'abc123-def456-ghi789',
        domain: 'example.com',
        created_at: '2024-01-15T10:30:00Z',
        record_count: 2,
        records: [
          {
            uuid: 'rec-001',
            record_type: 'A',
            name: '@',
            value: '192.0.2.1',
            ttl: 3600,
            priority: null,
            created_at: '2024-01-15T10:30:00Z',
          },
          {
            uuid: 'rec-002',
            record_type: 'MX',
            name: '@',
            value: 'mail.example.com',
            ttl: 3600,
            priority: 10,
            created_at: '2024-01-15T10:32:00Z',
          },
        ],
      });
    expect(await client().readZone(zone)).toEqual({
      id: 'abc123-def456-ghi789',
      name: 'example.com.',
      records: [
        {
          id: 'rec-001',
          type: 'A',
          name: 'example.com.',
          value: '192.0.2.1',
          ttl: 3600,
          createdAt: '2024-01-15T10:30:00Z',
        },
        {
          id: 'rec-002',
          type: 'MX',
          name: 'example.com.',
          value: 'mail.example.com',
          ttl: 3600,
          priority: 10,
          createdAt: '2024-01-15T10:32:00Z',
        },
      ],
      unmanaged: [],
    });
  });
});

describe('the mocked network', () => {
  it('refuses a call that nobody foresaw, so that no test can reach the vendor', async () => {
    await expect(fetch('https://admin.vps.org/api/v1/dns-zones/')).rejects.toMatchObject({
      code: 'ENETUNREACH',
    });
    expect(nock.isDone()).toBe(true);
  });
});
