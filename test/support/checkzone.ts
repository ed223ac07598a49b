/** named-checkzone as the judge of zone files: what it takes, and the records it reads from them. */
import { execFile, execFileSync } from 'node:child_process';
import { type Fqdn, readOwner } from '../../src/model/name.ts';
import { type DnsRecord, isRecordType } from '../../src/model/record.ts';
import { readValue } from '../../src/model/value.ts';
import { ZONE } from './records.ts';
import type { StoredRecord } from './stored-records.ts';

export const hasCheckzone = (() => {
  try {
    execFileSync('named-checkzone', ['-v']);
    return true;
  } catch {
    return false;
  }
})();

export interface Verdict {
  readonly accepted: boolean;
  /** Of the types that dnssync keeps, as far as its names can say them. */
  readonly records: readonly DnsRecord[];
  /** How many more there are of these types: names with odd octets. */
  readonly unsayable: number;
  /** What it said of the file. */
  readonly log: string;
}

/** What is judged of zones as a whole, and names, is switched off: that is not for a reader to say. */
const LENIENT = [
  '-k',
  'ignore',
  '-n',
  'ignore',
  '-m',
  'ignore',
  '-M',
  'ignore',
  '-r',
  'ignore',
  '-S',
  'ignore',
  '-i',
  'none',
];

/** Judges the file of a zone, in its folder. */
export function checkzone(file: string, folder: string, zone: Fqdn = ZONE): Promise<Verdict> {
  return new Promise((resolve) => {
    const args = [...LENIENT, '-w', folder, '-D', '-o', '-', zone, file];
    const options = { maxBuffer: 1 << 28, encoding: 'latin1' } as const;
    execFile('named-checkzone', args, options, (error, stdout, stderr) => {
      const dump = error === null ? stdout : '';
      resolve({ accepted: error === null, ...recordsOf(dump, zone), log: stderr });
    });
  });
}

/** Every record of a zone file but its SOA, as a service would hold it: read by named, not by us. */
export async function storedAs(file: string, folder: string, zone: Fqdn): Promise<StoredRecord[]> {
  const dump = await new Promise<string>((resolve, reject) => {
    const args = [...LENIENT, '-w', folder, '-D', '-o', '-', zone, file];
    execFile('named-checkzone', args, { encoding: 'latin1' }, (error, stdout) =>
      error === null ? resolve(stdout) : reject(error),
    );
  });
  return dump.split('\n').flatMap((line) => {
    const [, name = '', ttl, type = '', rdata = ''] = LINE.exec(line) ?? [];
    if (type === '' || type === 'SOA') return [];
    const [, priority, rest] = type === 'MX' || type === 'SRV' ? (/^(\d+) (.*)$/.exec(rdata) ?? []) : [];
    const record = { record_type: type, name, value: rest ?? rdata, ttl: Number(ttl) };
    return [priority === undefined ? record : { ...record, priority: Number(priority) }];
  });
}

const LINE = /^(\S+)\s+(\d+)\s+IN\s+(\S+)\s+(.*)$/;

function recordsOf(dump: string, zone: Fqdn): Pick<Verdict, 'records' | 'unsayable'> {
  const records: DnsRecord[] = [];
  let unsayable = 0;
  for (const line of dump.split('\n')) {
    const [, owner = '', ttl, type = '', rdata = ''] = LINE.exec(line) ?? [];
    if (!isRecordType(type)) continue;
    const [, priority, rest] = type === 'MX' || type === 'SRV' ? (/^(\d+) (.*)$/.exec(rdata) ?? []) : [];
    const { name } = readOwner(owner, zone);
    const { value } = readValue(type, rest ?? rdata);
    if (name === undefined || value === undefined) unsayable++;
    else
      records.push({
        name,
        type,
        value,
        ttl: Number(ttl),
        ...(priority === undefined ? {} : { priority: Number(priority) }),
      });
  }
  return { records, unsayable };
}
