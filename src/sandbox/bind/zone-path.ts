/** Which zones BIND can be given, and the file of each: a name that was typed by somebody never becomes a path. */
import { createHash } from 'node:crypto';

/** Below the folder that `named` works in. */
export const zonesFolder = 'zones';

/** Longer names do not fit into a file name with its endings. */
const longestName = 200;

const label = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;

/** Whether it is a domain name that can stand in `named.conf`: one that cannot would take all other zones with it. */
export function isZoneName(domain: string): boolean {
  return domain.length <= 253 && domain.split('.').every((one) => label.test(one));
}

/** @param domain for which {@link isZoneName} holds */
export function zonePath(domain: string): string {
  const hash = () => createHash('sha256').update(domain).digest('hex').slice(0, 32);
  // No domain name has a plus sign in it, so that no two names share a file.
  const name = domain.length <= longestName ? domain : `${domain.slice(0, 100)}+${hash()}`;
  return `${zonesFolder}/${name}.zone`;
}
