/** What is wrong with a file's YAML: its traps, and the cleverness that zone files do without. */
import type { RuleText } from '../../model/rule.ts';
import { atReading } from './at-reading.ts';

const YAML = 'YAML 1.2';
const sound = 'records:\n  a: { TXT: x }\n';

/** `bad` stands as the text of one TXT record. */
function text(name: string, summary: string, bad: string, good: string): RuleText {
  return atReading(name, summary, YAML, {
    bad: `records:\n  a:\n    TXT: ${bad}\n`,
    good: `records:\n  a:\n    TXT: ${good}\n`,
  });
}

/** `bad` is the whole file. */
function file(name: string, summary: string, bad: string, good = sound): RuleText {
  return atReading(name, summary, YAML, { bad, good });
}

export const YAML_RULES: readonly RuleText[] = [
  file('yaml-syntax', 'The file is not YAML.', 'records:\n  a: { TXT: [x }\n'),
  file(
    'yaml-quote',
    "A text that begins with a sign of YAML's ('@', '*', '`', '%') needs quotes.",
    'records:\n  @: { TXT: x }\n',
    'records:\n  "@": { TXT: x }\n',
  ),
  text('yaml-colon', "A text with ': ' in it needs quotes; YAML takes it for a map.", 'a: b', '"a: b"'),
  text(
    'yaml-comma',
    'Inside { } and [ ] a comma ends the value; a text with one needs quotes.',
    '{ ttl: 1h, values: hello, world }',
    '{ ttl: 1h, values: "hello, world" }',
  ),
  file(
    'yaml-ipv6',
    "YAML takes an address that ends in ':' for a key.",
    'records:\n  a:\n    AAAA: 2606:4700::\n',
    'records:\n  a:\n    AAAA: "2606:4700::"\n',
  ),
  text(
    'yaml-strings',
    'Strings pasted from a zone file: YAML knows one pair of quotes for a value.',
    '"a" "b"',
    `'"a" "b"'`,
  ),
  text(
    'yaml-block',
    "A block ends in a line feed, which would be published; write '>-' or one line.",
    '|\n      x',
    '|-\n      x',
  ),
  text('yaml-tag', "Tags ('!') are not supported.", '!!str x', '"!x"'),
  text('yaml-anchor', "Anchors ('&') are not supported.", '&a x', 'x&a'),
  text('yaml-alias', "Aliases ('*') are not supported.", '*a', '"*a"'),
  file('yaml-merge', "Merge keys ('<<') are not supported.", 'records:\n  a:\n    <<: { TXT: x }\n'),
  file(
    'yaml-directive',
    "Directives ('%') change what YAML means and are not supported.",
    '%YAML 1.1\n---\nrecords:\n  a: { TXT: x }\n',
    '---\nrecords:\n  a: { TXT: x }\n',
  ),
  file(
    'yaml-documents',
    'One file holds one zone: no second document.',
    'records:\n  a: { TXT: x }\n---\nrecords:\n  b: { TXT: x }\n',
  ),
  file('yaml-empty', 'A key without a value.', 'records:\n  a:\n    TXT:\n', 'records:\n  a:\n    TXT: x\n'),
  file(
    'yaml-duplicate-key',
    'A key that stands twice: which one counts?',
    'records:\n  a: { TXT: x }\n  a: { TXT: y }\n',
  ),
  file('yaml-key', 'A key must be a text.', 'records:\n  [a]: { TXT: x }\n'),
  file('yaml-tab', 'YAML does not take tabs for indentation.', 'records:\n\ta: { TXT: x }\n'),
  file(
    'yaml-blank',
    "A colon without a blank after it ends no key: 'www:{ A: x }' is a key 'www:{ A' to YAML.",
    'records:\n  a:{ TXT: x }\n',
  ),
  text(
    'yaml-surrogate',
    'Half a character, written as an escape: no octets can say it.',
    '"\\ud800"',
    '"\\u00e4"',
  ),
  file(
    'yaml-depth',
    'Lists and maps nested beyond all need.',
    `records:\n  a: { TXT: ${'['.repeat(25)}x${']'.repeat(25)} }\n`,
  ),
];
