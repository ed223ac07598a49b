import { describe, expect, it } from 'vitest';
import { accountToJson, renderAccount } from '../../src/render/account.ts';
import { renderZones, zonesToJson } from '../../src/render/zones.ts';
import { HARMFUL, HOSTILE } from './hostile.ts';

const PLAIN = { color: false };

describe('zones', () => {
  const rows = [
    { zone: 'example.com', records: 15, file: 'zones/example.com.yaml' },
    { zone: 'parked.example', records: 3 },
    { zone: 'xn--bcher-kva.example', file: 'zones/bücher.example.yaml' },
  ];

  it('stand in a table that tells which are managed', () => {
    expect(renderZones(rows, PLAIN)).toBe(`\
ZONE                                    RECORDS  FILE
example.com                             15       zones/example.com.yaml
parked.example                          3        not managed
xn--bcher-kva.example (bücher.example)  not yet  zones/bücher.example.yaml

3 zones, 2 managed.
`);
  });

  it('tell programs the same', () => {
    expect(zonesToJson(rows)).toEqual({
      formatVersion: '1.0',
      zones: [
        { zone: 'example.com', records: 15, managed: true, file: 'zones/example.com.yaml' },
        { zone: 'parked.example', records: 3, managed: false },
        { zone: 'xn--bcher-kva.example', managed: true, file: 'zones/bücher.example.yaml' },
      ],
    });
  });
});

describe('the account', () => {
  it('is shown a fact a line, with what the service does not tell', () => {
    const account = { name: 'jane@example.com', permissions: ['dns:list', 'dns:create'] };
    expect(renderAccount(account, 'https://admin.vps.org', PLAIN)).toBe(`\
account      jane@example.com
token        not told by the service
permissions  dns:list, dns:create
api          https://admin.vps.org
`);
    expect(accountToJson(account, 'https://admin.vps.org')).toEqual({
      formatVersion: '1.0',
      apiOrigin: 'https://admin.vps.org',
      name: 'jane@example.com',
      permissions: ['dns:list', 'dns:create'],
    });
  });
});

it.each(HOSTILE)('%j reaches no terminal', (text) => {
  expect(renderZones([{ zone: text, file: text }], PLAIN)).not.toMatch(HARMFUL);
  expect(renderAccount({ name: text, permissions: [text] }, 'https://x', PLAIN)).not.toMatch(HARMFUL);
});
