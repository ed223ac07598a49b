/** Checks the keys and shapes of a zone file, in words that know what zone files are about. */
import { isIPv4, isIPv6 } from 'node:net';
import { isRecordType, RECORD_TYPES } from '../model/record.ts';
import { closest } from '../model/suggest.ts';
import { validateName, validateZone } from './generated/validators.js';
import type { Mistake } from './mistake.ts';
import { quoteText, rewriteLine } from './rewrite.ts';
import type { Source } from './source.ts';
import { checkStructure, type StructureProblem } from './structure.ts';
import { entryOf, type YamlEntry, type YamlNode } from './tree.ts';
import { UNSUPPORTED_TYPES } from './unsupported-types.ts';

type Words = Pick<Mistake, 'rule' | 'message'>;

export function checkZoneStructure(source: Source, root: YamlNode): Mistake[] {
  const records = root.kind === 'map' ? entryOf(root, 'records')?.value : undefined;
  if (root.kind !== 'map' || records?.kind !== 'map') return checkStructure(validateZone, root, explainFile);
  // Each name by itself: compiled validators copy all errors found so far for each name that has one.
  const file = {
    ...root,
    entries: root.entries.map((entry) => (entry.value === records ? emptied(entry) : entry)),
  };
  const mistakes = checkStructure(validateZone, file, explainFile);
  for (const { key, value } of records.entries) {
    const owner = key.text.slice(0, LONGEST_NAME);
    const explain = (problem: StructureProblem): Words | undefined =>
      problem.path.length === 0 ? explainName(owner, problem) : explainValue(problem, source);
    for (const mistake of checkStructure(validateName, value, explain)) mistakes.push(mistake);
  }
  return mistakes;
}

/** Enough to know a name by; a hundred thousand findings may repeat it. */
const LONGEST_NAME = 300;

function emptied(entry: YamlEntry): YamlEntry {
  return {
    key: entry.key,
    value: { kind: 'map', entries: [], start: entry.value.start, end: entry.value.end },
  };
}

function explainFile({ kind, path, key, value }: StructureProblem): Words | undefined {
  if (kind === 'wrong-type' && path[0] === 'records') {
    const message = "'records' is a map of names, each with its types, as in: www: { A: 192.0.2.1 }";
    return { rule: 'wrong-type', message };
  }
  if (kind === 'wrong-type' && path.length === 0) {
    const message = "a zone file is a map with the key 'records' (is a blank missing after a ':'?)";
    return { rule: 'wrong-type', message };
  }
  const holdsTypes = value?.kind === 'map' && value.entries.some((entry) => isRecordType(entry.key.text));
  if (!holdsTypes) return undefined;
  return {
    rule: 'unknown-key',
    message: `unknown key '${key?.text}'; names stand under 'records', indented`,
  };
}

/** What stands under a name: a map of types. */
function explainName(owner: string, problem: StructureProblem): Words | undefined {
  switch (problem.kind) {
    case 'empty':
      return { rule: 'empty', message: `'${owner}' has no records; give it some, or take it out` };
    case 'wrong-type':
      return { rule: 'wrong-type', message: missingType(owner, problem.node) };
    default:
      return unknownType(owner, problem);
  }
}

/** `www: 192.0.2.1`, without a type. */
function missingType(owner: string, node: YamlNode): string {
  if (node.kind !== 'text') return `a name holds its types, as in: ${owner}: { A: 192.0.2.1 }`;
  const [, type, value] = /^([A-Za-z]+):(\S+)$/.exec(node.text) ?? [];
  if (type !== undefined && isRecordType(type.toUpperCase())) {
    return `a blank is missing after the ':'; write: ${type.toUpperCase()}: ${value}`;
  }
  const guess = isIPv4(node.text) ? 'A' : isIPv6(node.text) ? 'AAAA' : 'CNAME';
  return `which type of record is this? write: ${owner}: { ${guess}: ${node.text} }`;
}

function unknownType(owner: string, { key, value }: StructureProblem): Words {
  const written = key?.text ?? '';
  const type = written.toUpperCase();
  const advice = UNSUPPORTED_TYPES.get(type);
  if (advice !== undefined) {
    return { rule: 'type-unsupported', message: `type ${type} is not supported by the API; ${advice}` };
  }
  const nearest = isRecordType(type) ? type : closest(written, RECORD_TYPES);
  const hint =
    nearest !== undefined
      ? `did you mean '${nearest}'?`
      : value?.kind === 'map'
        ? `names do not nest; write '${written}.${owner}' under records`
        : `the types are ${RECORD_TYPES.join(', ')}`;
  return { rule: 'type-unknown', message: `'${written}' is not a record type; ${hint}` };
}

/** What stands under a type, and deeper. */
function explainValue(problem: StructureProblem, source: Source): Words | undefined {
  const type = problem.path[0] ?? '';
  switch (problem.kind) {
    case 'empty':
      return { rule: 'empty', message: `${type} has no values; give it some, or take it out` };
    case 'missing-key': {
      const missing = problem.expected.map((key) => `'${key}'`).join(', ');
      return { rule: 'missing-key', message: `${type} needs ${missing} as well` };
    }
    case 'unknown-key':
      return unknownValueKey(type, problem);
    case 'wrong-type':
      return problem.node.kind === 'map' ? mapForText(type, problem.node, source) : undefined;
  }
}

function unknownValueKey(
  type: string,
  { path, node, key, value, expected }: StructureProblem,
): Words | undefined {
  const written = key?.text ?? '';
  if (written === 'ttl') {
    const message = `ttl belongs to all ${type} records of a name (RFC 2181 section 5.2); write: ${type}: { ttl: …, values: [ … ] }`;
    return { rule: 'ttl-misplaced', message };
  }
  if (expected.length === 0) {
    return { rule: 'unknown-key', message: `'${written}' stands in value already; take one of them out` };
  }
  if (node.kind === 'map' && entryOf(node, 'values') !== undefined && VALUE_KEYS.has(written)) {
    return {
      rule: 'unknown-key',
      message: `'${written}' belongs to each value by itself; put it into values`,
    };
  }
  if (type === 'TXT' && path.length === 1 && value?.kind === 'text') {
    const line = `"${written}: ${value.text}"`;
    return { rule: 'yaml-colon', message: `a text with ': ' in it needs quotes in YAML; write: ${line}` };
  }
  return undefined;
}

const VALUE_KEYS: ReadonlySet<string> = new Set([
  'priority',
  'value',
  'weight',
  'port',
  'target',
  'flags',
  'tag',
]);

function mapForText(type: string, node: YamlNode, source: Source): Words {
  const text = source.text.slice(node.start, node.end).trimEnd();
  if (text.includes('\n')) return { rule: 'wrong-type', message: `a value of ${type} is a text, not a map` };
  const line = rewriteLine(source, node, quoteText(text));
  return { rule: 'yaml-colon', message: `a text with ': ' in it needs quotes in YAML; write: ${line}` };
}
