/** How servers are called in a report: by host, with the address where one host has several. */
import { isIP, isIPv6 } from 'node:net';
import type { ServerCheck } from '../model/dns-report.ts';
import { DNS_PORT, presentNameServer, type ServerAddress } from '../model/name-server.ts';
import { safe } from './safe.ts';

type Server = Omit<ServerAddress, 'address'> & { readonly address?: string };

export function serverNames(checks: readonly ServerCheck[]): (server: Server) => string {
  const addresses = new Map<string, number>();
  for (const { server } of checks) {
    const name = presentNameServer(server);
    addresses.set(name, (addresses.get(name) ?? 0) + 1);
  }
  return (server) => {
    const name = presentNameServer(server);
    const alone = isIP(server.host) !== 0 || (addresses.get(name) ?? 0) < 2;
    return safe(alone ? name : `${server.host} ${presentAddress(server)}`);
  };
}

/** `192.0.2.53`, or with the port where it is not that of DNS: `[2001:db8::53]:5353`. */
export function presentAddress({ address = '', port }: Server): string {
  if (port === DNS_PORT) return safe(address);
  return safe(isIPv6(address) ? `[${address}]:${port}` : `${address}:${port}`);
}
