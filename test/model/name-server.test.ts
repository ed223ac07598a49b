import { describe, expect, it } from 'vitest';
import { presentNameServer, readNameServer } from '../../src/model/name-server.ts';

describe('a name server', () => {
  it.each([
    ['ns1.vps.org', { host: 'ns1.vps.org', port: 53 }, 'ns1.vps.org'],
    ['NS1.VPS.org.', { host: 'ns1.vps.org', port: 53 }, 'ns1.vps.org'],
    ['ns.bücher.example', { host: 'ns.xn--bcher-kva.example', port: 53 }, 'ns.xn--bcher-kva.example'],
    ['localhost:5353', { host: 'localhost', port: 5353 }, 'localhost:5353'],
    ['192.0.2.53', { host: '192.0.2.53', port: 53 }, '192.0.2.53'],
    ['192.0.2.53:53', { host: '192.0.2.53', port: 53 }, '192.0.2.53'],
    ['127.0.0.1:41819', { host: '127.0.0.1', port: 41_819 }, '127.0.0.1:41819'],
    ['2001:db8::53', { host: '2001:db8::53', port: 53 }, '2001:db8::53'],
    ['[2001:db8::53]', { host: '2001:db8::53', port: 53 }, '2001:db8::53'],
    ['[::1]:65535', { host: '::1', port: 65_535 }, '[::1]:65535'],
  ])('%s', (text, server, shown) => {
    expect(readNameServer(text)).toEqual(server);
    expect(presentNameServer(server)).toBe(shown);
    expect(readNameServer(shown)).toEqual(server);
  });

  it.each([
    '',
    '.',
    ':53',
    'ns1 ns2',
    'ns1.vps.org:0',
    'ns1.vps.org:65536',
    'ns1.vps.org:dns',
    'ns1.vps.org:',
    '[192.0.2.1]:53',
    '[]:53',
    '[::1',
    'udp://ns1.vps.org',
    'ns1..org',
    `${'a'.repeat(64)}.org`,
    '2001:db8::53:99999',
    '\x1b[2J',
  ])('%j is none', (text) => {
    expect(readNameServer(text)).toHaveProperty('problem');
  });
});
