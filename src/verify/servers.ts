/** Which servers a zone is asked of: those of the configuration, else its own name servers, else the vendor's. */
import { isIP } from 'node:net';
import type { Fqdn } from '../model/name.ts';
import { DNS_PORT, type NameServer, type ServerAddress } from '../model/name-server.ts';
import type { DnsRecord } from '../model/record.ts';
import type { Asker } from './answer.ts';

/** A name server with the addresses it has. */
export interface ServerHost {
  readonly server: NameServer;
  readonly addresses: readonly ServerAddress[];
  /** Why there is none. */
  readonly problem?: string;
}

/** The addresses of a host by the system's resolver; rejects with an Error where it has none. */
export type LookUp = (host: string) => Promise<readonly string[]>;

/** The vendor's server that its page names. */
const VENDOR: NameServer = { host: 'ns1.vps.org', port: DNS_PORT };

/** Looks every host up once, however many zones it serves. */
export class ServerDirectory {
  readonly #configured: readonly NameServer[] | undefined;
  readonly #lookUp: LookUp;
  readonly #asker: Asker;
  readonly #hosts = new Map<string, Promise<ServerHost>>();

  constructor(configured: readonly NameServer[] | undefined, lookUp: LookUp, asker: Asker) {
    this.#configured = configured;
    this.#lookUp = lookUp;
    this.#asker = asker;
  }

  /** @param own the zone's own NS records, as far as they are known */
  async serversOf(zone: Fqdn, own: readonly DnsRecord[]): Promise<readonly ServerHost[]> {
    const servers =
      this.#configured ??
      (own.length > 0 ? nameServers(own.map(({ value }) => value)) : await this.#vendorServers(zone));
    return Promise.all(servers.map((server) => this.#host(server)));
  }

  /** The vendor's known server, and those that it names for the zone besides. */
  async #vendorServers(zone: Fqdn): Promise<readonly NameServer[]> {
    const { addresses } = await this.#host(VENDOR);
    for (const address of addresses) {
      const { answer } = await this.#asker.ask(address, { name: zone, type: 'NS' });
      if (answer === undefined) continue;
      const named = answer.authoritative ? answer.answers : [];
      return nameServers([
        VENDOR.host,
        ...named.filter(({ type, name }) => type === 'NS' && name === zone).map(({ value }) => value),
      ]);
    }
    return [VENDOR];
  }

  #host(server: NameServer): Promise<ServerHost> {
    const key = `${server.host} ${server.port}`;
    const known = this.#hosts.get(key) ?? this.#resolve(server);
    this.#hosts.set(key, known);
    return known;
  }

  async #resolve(server: NameServer): Promise<ServerHost> {
    if (isIP(server.host) !== 0) return { server, addresses: [{ ...server, address: server.host }] };
    try {
      const addresses = [...new Set(await this.#lookUp(server.host))];
      return { server, addresses: addresses.map((address) => ({ ...server, address })) };
    } catch (error) {
      return { server, addresses: [], problem: (error as Error).message };
    }
  }
}

function nameServers(hosts: readonly string[]): readonly NameServer[] {
  return [...new Set(hosts)].map((host) => ({ host, port: DNS_PORT }));
}
