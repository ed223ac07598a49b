/** What is wrong with a file as a whole, with its keys and with its settings. */
import type { RuleText } from '../../model/rule.ts';
import { atReading } from './at-reading.ts';

const design = 'design section 3';

export const FILES: readonly RuleText[] = [
  atReading('file-unreadable', 'A file that cannot be read.', 'the file system', undefined),
  atReading(
    'file-type',
    'A path that is no regular file, or does not end in .yaml or .yml.',
    design,
    undefined,
  ),
  atReading(
    'file-link',
    'A link out of the zones folder, or to a folder: it is not followed.',
    design,
    undefined,
  ),
  atReading(
    'file-encoding',
    'A file that is not UTF-8, or holds a NUL octet.',
    'YAML 1.2 section 5.2',
    undefined,
  ),
  atReading('file-too-large', 'A zone file has at most 5 MiB, and 3,000,000 parts.', design, undefined),
  {
    name: 'more-problems',
    severity: 'warning',
    fixed: 'file',
    summary: 'A file has more than 100,000 problems; the rest is not shown.',
    source: design,
  },
  atReading(
    'zone-name',
    'The name of the file, or what stands under zone:, is not the name of a zone.',
    'RFC 1035 section 2.3.1',
    {
      bad: 'zone: https://example.net/\nrecords:\n  a: { TXT: x }\n',
      good: 'zone: ZONE-name.example.\nrecords:\n  a: { TXT: x }\n',
    },
  ),
  atReading('zone-twice', 'Two files declare one zone.', design, undefined),
  atReading(
    'zone-empty',
    'A file without records would delete all that is live; allow_empty: true says that it is meant.',
    design,
    {
      bad: 'records: {}\n',
      good: 'allow_empty: true\n',
    },
  ),
  atReading('unknown-key', 'A key that is not known here.', design, {
    bad: 'recrods:\n  a: { TXT: x }\n',
    good: 'records:\n  recrods: { TXT: x }\n',
  }),
  atReading('missing-key', 'A map that lacks a key.', design, {
    bad: 'records:\n  a: { MX: { value: mx1.example.net } }\n',
    good: 'records:\n  a: { MX: { value: mx1.example.net, priority: 10 } }\n',
  }),
  atReading('wrong-type', 'A list where a map belongs, a text where a list belongs, and the like.', design, {
    bad: 'records:\n  a: 198.51.100.1\n',
    good: 'records:\n  a: { A: 198.51.100.1 }\n',
  }),
  atReading('empty', 'A list or a map with nothing in it.', design, {
    bad: 'records:\n  a: { TXT: [] }\n',
    good: 'records:\n  a: { TXT: [x] }\n',
  }),
  atReading('type-unknown', 'A type that does not exist.', design, {
    bad: 'records:\n  a: { CNMAE: a.example.net }\n',
    good: 'records:\n  a: { CNAME: a.example.net }\n',
  }),
  atReading('type-unsupported', 'A type that the API does not serve.', "the vendor's API page", {
    bad: 'records:\n  a: { PTR: a.example.net }\n',
    good: 'records:\n  ptr: { TXT: x }\n',
  }),
  atReading(
    'declared-and-ignored',
    'A record that the file declares and that ignore: leaves to others.',
    design,
    {
      bad: 'ignore: { name: a }\nrecords:\n  a: { TXT: x }\n',
      good: 'ignore: { name: a, type: A }\nrecords:\n  a: { TXT: x }\n',
    },
  ),
  atReading('preset-unknown', 'ignore: or protect: names a preset that does not exist.', design, {
    bad: 'ignore: acmee\nrecords:\n  a: { TXT: x }\n',
    good: 'ignore: acme\nrecords:\n  a: { TXT: x }\n',
  }),
  atReading('pattern-name', 'The name of a pattern is no name.', design, {
    bad: 'ignore: { name: "a..b" }\nrecords:\n  a: { TXT: x }\n',
    good: 'ignore: { name: "**.b" }\nrecords:\n  a: { TXT: x }\n',
  }),
  atReading('pattern-length', 'A pattern is longer than any needs to be.', design, {
    bad: `ignore: { value: "${'x'.repeat(5000)}" }\nrecords:\n  a: { TXT: x }\n`,
    good: `ignore: { value: "${'x'.repeat(50)}*" }\nrecords:\n  a: { TXT: y }\n`,
  }),
  atReading('pattern-count', 'More patterns than anybody can oversee.', design, {
    bad: `ignore: [${Array.from({ length: 101 }, (_, i) => `{ value: v${i} }`).join(', ')}]\nrecords:\n  a: { TXT: x }\n`,
    good: 'ignore: { value: v* }\nrecords:\n  a: { TXT: x }\n',
  }),
  atReading(
    'absent-with-records',
    'state: absent deletes the zone; records in its file contradict that.',
    design,
    {
      bad: 'state: absent\nrecords:\n  a: { TXT: x }\n',
      good: 'state: absent\n',
    },
  ),
  atReading(
    'absent-additive',
    'state: absent deletes the zone, and mode: additive deletes nothing.',
    design,
    {
      bad: 'state: absent\nmode: additive\n',
      good: 'state: present\nmode: additive\nrecords:\n  a: { TXT: x }\n',
    },
  ),
  atReading(
    'nameserver',
    'nameservers: holds what is no host or address, or a port that is none.',
    design,
    undefined,
  ),
  atReading('lint-rule', 'lint: names a rule that does not exist.', design, {
    bad: 'records:\n  a: { TXT: x }\nlint: { cname-chian: error }\n',
    good: 'records:\n  a: { TXT: x }\nlint: { cname-chain: error }\n',
  }),
  atReading('lint-level', 'A level is off, warn or error.', design, {
    bad: 'records:\n  a: { TXT: x }\nlint: { cname-chain: info }\n',
    good: 'records:\n  a: { TXT: x }\nlint: { cname-chain: warn }\n',
  }),
  atReading('lint-reason', 'What makes a rule milder must say why.', design, {
    bad: 'records:\n  a: { TXT: x }\nlint: { cname-chain: off }\n',
    good: 'records:\n  a: { TXT: x }\nlint: { cname-chain: { level: off, reason: our CDN chains } }\n',
  }),
  atReading('lint-fixed', 'No setting can allow what BIND refuses.', design, {
    bad: 'records:\n  a: { TXT: x }\nlint: { cname-conflict: { level: off, reason: x } }\n',
    good: 'records:\n  a: { TXT: x }\nlint: { null-mx-conflict: { level: warn, reason: x } }\n',
  }),
];
