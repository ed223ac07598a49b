/** Names, times and values as people write them in zone files: the shortest text that reads back as the same. */
import { domainToUnicode } from 'node:url';
import { type Fqdn, presentOwner, readAbsoluteName, readOwner } from '../model/name.ts';
import type { RecordType } from '../model/record.ts';

/** The name under `records`: `@`, `www`, in U-labels where it is an IDN. */
export function writtenOwner(name: Fqdn, zone: Fqdn): string {
  const owner = presentOwner(name, zone);
  const unicode = toULabels(owner);
  return unicode !== owner && readOwner(unicode, zone).name === name ? unicode : owner;
}

/** A host name of a value, canonical there: without the final dot, but for a single label, which would be ambiguous. */
export function writtenHost(host: string): string {
  if (host === '.') return host;
  const unicode = toULabels(host);
  const isSame = unicode !== host && readAbsoluteName(unicode).name === `${host}.`;
  return `${isSame ? unicode : host}${host.includes('.') ? '' : '.'}`;
}

/** A zone's name as `zone:` has it. */
export function writtenZone(name: Fqdn): string {
  return writtenHost(name.slice(0, -1));
}

/** In the largest unit that is exact: `1h`, `5m`, `90s`. */
export function writtenTtl(seconds: number): string {
  const [unit, length] = UNITS.find(([, each]) => seconds > 0 && seconds % each === 0) ?? ['s', 1];
  return `${seconds / length}${unit}`;
}

const UNITS = [
  ['w', 604_800],
  ['d', 86_400],
  ['h', 3_600],
  ['m', 60],
  ['s', 1],
] as const;

export interface ValueFields {
  readonly value: string;
  readonly priority?: number;
}

/** A value as one text, in the form of zone files. */
export function writtenValue(type: RecordType, { value, priority }: ValueFields): string {
  switch (type) {
    case 'CNAME':
    case 'NS':
      return writtenHost(value);
    case 'MX':
      return `${priority ?? 0} ${writtenHost(value)}`;
    case 'SRV': {
      const { weight, port, target } = srvFields(value);
      return `${priority ?? 0} ${weight} ${port} ${writtenHost(target)}`;
    }
    default:
      return value;
  }
}

/** The parts of a canonical SRV value. */
export function srvFields(value: string): { weight: string; port: string; target: string } {
  const [weight = '', port = '', target = ''] = value.split(' ');
  return { weight, port, target };
}

/** Label by label: the URL parser behind it reads hosts, and would refuse or change `*` and numbers. */
function toULabels(name: string): string {
  if (!name.includes('xn--')) return name;
  return name
    .split('.')
    .map((label) => (label.startsWith('xn--') ? domainToUnicode(label) || label : label))
    .join('.');
}
