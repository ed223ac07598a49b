/** The zone file of a zone (RFC 1035 section 5): its SOA, its name servers and every record, one a line. */
import { fullName, isInZone, shortName } from '../names.ts';
import { nameServers, serviceZone } from '../service-records.ts';
import type { DnsRecord } from '../store/op.ts';
import { absoluteName, recordData, token } from './record-data.ts';

/** Characters that are written in one go. */
const blockSize = 64 * 1024;

/** Refresh, retry, expire, and how long a resolver remembers that there is nothing (RFC 2308 section 5). */
const soaTimes = '7200 3600 1209600 300';

interface Placed {
  /** The RRset, such that the zone itself comes first and the lines of an RRset are adjacent. */
  readonly key: string;
  readonly owner: string;
  readonly record: DnsRecord;
}

/**
 * The file as blocks of lines, in the same order for the same records: by owner, type, and age. All names are absolute.
 * The service's name servers stand at the zone where it declares none, and have addresses in the zone they are in.
 */
export function* zoneFile(domain: string, serial: number, records: Iterable<DnsRecord>): Generator<string> {
  const placed = Array.from(records, (record) => place(record, domain)).sort(byKey);
  const owner = absoluteName(domain);
  let block = `${owner} 3600 IN SOA ns1.${serviceZone}. hostmaster.${serviceZone}. ${serial} ${soaTimes}\n`;
  if (!placed.some(({ key }) => key === '\nNS')) {
    for (const host of nameServers) block += `${owner} 3600 IN NS ${host}.\n`;
  }
  for (const host of nameServers.filter((name) => isInZone(name, domain))) {
    block += `${host}. 3600 IN A 127.0.0.1\n`;
  }
  for (const { owner: name, record } of placed) {
    block += `${name} ${record.ttl} IN ${token(record.record_type)} ${recordData(record)}\n`;
    if (block.length > blockSize) {
      yield block;
      block = '';
    }
  }
  yield block;
}

/** The serial of a file that {@link zoneFile} wrote; undefined for any other text. */
export function serialOf(text: string): number | undefined {
  const serial = / IN SOA \S+ \S+ (\d+) /.exec(text.slice(0, 1000))?.[1];
  return serial === undefined ? undefined : Number(serial);
}

function place(record: DnsRecord, domain: string): Placed {
  const short = shortName(record.name, domain);
  const key = `${short === '@' ? '' : short}\n${record.record_type}`;
  return { key, owner: absoluteName(fullName(short, domain)), record };
}

/** By code units, the same everywhere; equal keys keep their order. */
function byKey(a: Placed, b: Placed): number {
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}
