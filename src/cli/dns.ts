/** The name servers as configuration and options name them, ready to be asked. */
import { randomBytes } from 'node:crypto';
import type { Config } from '../load/config.ts';
import type { NameServer } from '../model/name-server.ts';
import { NetAsker } from '../verify/net/asker.ts';
import { lookUpAddresses } from '../verify/net/look-up.ts';
import { ServerDirectory } from '../verify/servers.ts';

export interface ServerOptions {
  /** Instead of those of the configuration. */
  readonly nameserver?: readonly NameServer[];
}

export interface Dns {
  readonly asker: NetAsker;
  readonly directory: ServerDirectory;
  /** A label that nobody uses. */
  readonly label: () => string;
}

/** Node fires longer timers at once. */
const LONGEST_TRY = 600_000;

/** @param timeoutSeconds how long one try may take */
export function openDns(
  { nameservers }: Config,
  { nameserver = nameservers }: ServerOptions,
  timeoutSeconds: number,
  signal: AbortSignal,
): Dns {
  const seconds = Math.min(timeoutSeconds, LONGEST_TRY);
  const asker = new NetAsker({ timeoutSeconds: seconds, signal });
  return {
    asker,
    directory: new ServerDirectory(nameserver, (host) => lookUpAddresses(host, 3 * seconds), asker),
    label: () => `dnssync-${randomBytes(8).toString('hex')}`,
  };
}
