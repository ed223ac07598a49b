/** A name server as people write it: `host`, `host:port`, an IPv6 address in brackets where a port follows. */
import { isIP, isIPv6 } from 'node:net';
import { presentTarget, readAbsoluteName } from './name.ts';

/** A server to be asked, before its addresses are known. */
export interface NameServer {
  /** A host name without final dot, or an address. */
  readonly host: string;
  readonly port: number;
}

/** One address of a name server. */
export interface ServerAddress extends NameServer {
  readonly address: string;
}

/** RFC 1035 §4.2. */
export const DNS_PORT = 53;

export function readNameServer(text: string): NameServer | { readonly problem: string } {
  if (isIPv6(text)) return { host: text, port: DNS_PORT };
  const [, bracketed, bare = '', digits] = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const port = digits === undefined ? DNS_PORT : Number(digits);
  if (port < 1 || port > 65_535) return { problem: `port ${digits} is not 1…65535` };
  if (bracketed !== undefined) {
    return isIPv6(bracketed)
      ? { host: bracketed, port }
      : { problem: `'${bracketed}' in brackets is not an IPv6 address` };
  }
  const { name } = isIP(bare) === 0 ? readAbsoluteName(bare) : {};
  const host = isIP(bare) !== 0 ? bare : name === undefined || name === '.' ? undefined : presentTarget(name);
  return host === undefined
    ? { problem: `'${text}' is not a name server; write host, host:port, or [IPv6 address]:port` }
    : { host, port };
}

/** As {@link readNameServer} reads it; the port only where it is not that of DNS. */
export function presentNameServer({ host, port }: NameServer): string {
  if (port === DNS_PORT) return host;
  return isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`;
}
