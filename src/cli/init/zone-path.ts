/** Where the file of a zone goes, and whether its name can say which zone it is. */
import { join } from 'node:path';
import type { Fqdn } from '../../model/name.ts';
import { domainOf } from '../../model/zone.ts';

/** What the service lists can be anything (`0/25.2.0.192.in-addr.arpa`, RFC 2317 section 4); names that begin with `_` or `.` are no zone files. */
export function zonePath(zonesDir: string, zone: Fqdn): { readonly path: string; readonly isNamed: boolean } {
  const domain = domainOf(zone);
  const file = domain.replace(/[^a-z0-9._-]/g, '-').replace(/^[._]/, 'zone-$&');
  return {
    path: join(zonesDir, `${file.slice(0, 200)}.yaml`),
    isNamed: file === domain && file.length <= 200,
  };
}
