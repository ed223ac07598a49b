/** What is wrong with a name as it is written. */
import type { RuleText } from '../../model/rule.ts';
import { atReading } from './at-reading.ts';

const long = 'a'.repeat(64);
const label = 'b'.repeat(60);

export const NAMES: readonly RuleText[] = [
  atReading(
    'name-empty',
    "An empty name is not the zone itself; that is '@'. In a zone file it would take the name of the line before.",
    'RFC 1035 section 5.1; named 9.18',
    { bad: 'records:\n  "": { TXT: x }\n', good: 'records:\n  "@": { TXT: x }\n' },
  ),
  atReading(
    'name-empty-label',
    'Two dots in a row, or a dot at the front: a label is empty.',
    'RFC 1035 section 3.1',
    {
      bad: 'records:\n  a..b: { TXT: x }\n',
      good: 'records:\n  a.b: { TXT: x }\n',
    },
  ),
  atReading(
    'name-label-too-long',
    'A label has at most 63 octets; those of its A-label count.',
    'RFC 1035 section 2.3.4',
    { bad: `records:\n  ${long}: { TXT: x }\n`, good: `records:\n  ${long.slice(1)}: { TXT: x }\n` },
  ),
  atReading(
    'name-too-long',
    'A name has at most 255 octets on the wire, the zone included.',
    'RFC 1035 section 2.3.4; named 9.18: ran out of space',
    {
      bad: `records:\n  ${[label, label, label, label].join('.')}: { TXT: x }\n`,
      good: `records:\n  ${[label, label, label].join('.')}: { TXT: x }\n`,
    },
  ),
  atReading(
    'name-out-of-zone',
    'A name with a final dot that is not inside the zone; BIND would drop its records without an error.',
    'RFC 1035 section 5.1; named 9.18: ignoring out-of-zone data',
    { bad: 'records:\n  www.example.net.: { TXT: x }\n', good: 'records:\n  www: { TXT: x }\n' },
  ),
  atReading(
    'name-bad-character',
    'Blanks, controls and the signs of zone files cannot stand in a name; a line feed would be an injection.',
    'RFC 1035 section 5.1',
    { bad: 'records:\n  "a;b": { TXT: x }\n', good: 'records:\n  a_b: { TXT: x }\n' },
  ),
  atReading(
    'name-escape',
    'Escapes are legal in zone files, but nobody knows what the API makes of them.',
    'RFC 1035 section 5.1',
    { bad: "records:\n  'a\\.b': { TXT: x }\n", good: 'records:\n  a.b: { TXT: x }\n' },
  ),
  atReading(
    'name-idn',
    'A label that IDNA cannot encode, or an A-label that decodes to nothing.',
    'RFC 5891, UTS 46',
    {
      bad: 'records:\n  xn--a-0: { TXT: x }\n',
      good: 'records:\n  bücher: { TXT: x }\n',
    },
  ),
  atReading(
    'name-duplicate',
    'One name under two spellings; its records belong together.',
    'RFC 4343 section 3, design section 3',
    { bad: 'records:\n  www: { TXT: x }\n  WWW: { TXT: y }\n', good: 'records:\n  www: { TXT: [x, y] }\n' },
  ),
];
