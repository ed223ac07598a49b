/** Zones from zone files of BIND: one file, or all of a folder that hold a SOA. */
import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { readBind } from '../../convert/bind/read-bind.ts';
import { hasSoa, zoneOf } from '../../convert/bind/zone-of.ts';
import type { ImportedZone } from '../../convert/imported.ts';
import { DnssyncError } from '../../errors.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Fqdn } from '../../model/name.ts';
import { compareText } from '../../model/record.ts';
import { domainOf } from '../../model/zone.ts';
import { safe } from '../../render/safe.ts';
import { OctetFiles } from './octets.ts';

export interface ForeignZones {
  readonly zones: readonly ImportedZone[];
  readonly diagnostics: readonly Diagnostic[];
  /** Files that are none of a zone, each with the reason in words. */
  readonly passedOver: readonly string[];
}

/** Neither zones nor parts of some: settings, keys, journals, notes. */
const OTHERS = /^[._]|\.(?:conf|key|private|jnl|jbk|log|pid|md|json|ya?ml|gz|zip|tar|raw|orig|bak)$|~$/i;

/**
 * @param origin the zone of the file, where that is known
 * @param apexNs keeps the NS records of the zones themselves
 */
export function readBindFiles(
  path: string,
  { origin, apexNs }: { readonly origin?: Fqdn | undefined; readonly apexNs: boolean },
): ForeignZones {
  const isFolder = statSync(path).isDirectory();
  const root = isFolder ? path : dirname(path);
  const names = isFolder ? readdirSync(path).filter((name) => !OTHERS.test(name)) : [basename(path)];
  const files = new OctetFiles(root);
  const zones: ImportedZone[] = [];
  const diagnostics: Diagnostic[] = [];
  const passedOver: string[] = [];
  const seen = new Map<Fqdn, string>();
  for (const name of names.sort(compareText)) {
    const file = join(root, name);
    if (isFolder && !statSync(file).isFile()) continue;
    const source = files.read(file);
    const refuse = (message: string): void => {
      diagnostics.push({ severity: 'error', rule: 'bind-zone', message, at: { file } });
    };
    if ('problem' in source) {
      refuse(source.problem);
      continue;
    }
    if (isFolder && !hasSoa(source.text)) {
      passedOver.push(`${file}: it has no SOA; where a zone includes it, it is read there`);
      continue;
    }
    const zone = origin ?? zoneOf(source.text, name);
    if (zone === undefined) {
      const message = `nothing says which zone this is; name it: dnssync import --from ${file} example.com`;
      if (isFolder)
        passedOver.push(`${file}: nothing says which zone it is; import it by itself, with the zone's name`);
      else refuse(message);
      continue;
    }
    const other = seen.get(zone);
    if (other !== undefined) {
      throw new DnssyncError(
        `${safe(file)} and ${safe(other)} are both of the zone ${safe(domainOf(zone))}`,
        {
          code: 'usage',
          hint: 'import one of them: --from <file>',
        },
      );
    }
    seen.set(zone, file);
    const reading = readBind({ ...source, zone, apexNs, include: (named) => files.include(named) });
    zones.push(reading.zone);
    diagnostics.push(...reading.diagnostics);
  }
  return { zones, diagnostics, passedOver };
}
