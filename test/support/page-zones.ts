/** What the account of the documentation holds: the zones of its transcripts. */

interface SeededRecord {
  readonly record_type: string;
  readonly name: string;
  readonly value: string;
  readonly ttl: number;
  readonly priority?: number;
}

const record = (line: string): SeededRecord => {
  const [name = '', ttl = '', record_type = '', ...rest] = line.split(' ');
  const priority = record_type === 'MX' ? { priority: Number(rest.shift()) } : {};
  return { name, ttl: Number(ttl), record_type, value: rest.join(' '), ...priority };
};

export const GETTING_STARTED = [
  {
    domain: 'example.com',
    records: [
      '@ 3600 A 192.0.2.1',
      '@ 3600 AAAA 2001:db8::1',
      '@ 3600 MX 10 mx1.example.com',
      '@ 3600 TXT v=spf1 mx -all',
      'api 300 A 192.0.2.7',
      'api 300 A 192.0.2.8',
      'mx1 3600 A 192.0.2.25',
      'www 3600 CNAME example.com',
    ].map(record),
  },
  {
    domain: 'xn--bcher-kva.example',
    records: ['@ 3600 A 192.0.2.1', 'www 3600 CNAME xn--bcher-kva.example'].map(record),
  },
];
