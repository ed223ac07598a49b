/** Checks the keys and shapes of a zone file, in words that know what zone files are about. */
import { isIPv4, isIPv6 } from 'node:net';
import { isRecordType, RECORD_TYPES } from '../model/record.ts';
import { closest } from '../model/suggest.ts';
import { validateZone } from './generated/validators.js';
import type { Mistake } from './mistake.ts';
import { checkStructure, type StructureProblem } from './structure.ts';
import type { YamlNode } from './tree.ts';

type Words = Pick<Mistake, 'rule' | 'message'>;

export function checkZoneStructure(root: YamlNode): Mistake[] {
  return checkStructure(validateZone, root, explain);
}

function explain(problem: StructureProblem): Words | undefined {
  const { kind, path } = problem;
  if (path.length === 0) return kind === 'wrong-type' ? WRONG_ROOT : undefined;
  if (path[0] !== 'records') return undefined;
  if (path.length === 1) return kind === 'wrong-type' ? WRONG_RECORDS : undefined;
  if (path.length === 2) return explainName(problem);
  return explainValue(problem);
}

const WRONG_ROOT: Words = {
  rule: 'wrong-type',
  message: "a zone file is a map with the key 'records' (is a blank missing after a ':'?)",
};

const WRONG_RECORDS: Words = {
  rule: 'wrong-type',
  message: "'records' is a map of names, each with its types, as in  www: { A: 192.0.2.1 }",
};

/** What stands under a name: a map of types. */
function explainName({ kind, path, node, key, value }: StructureProblem): Words | undefined {
  const owner = path[1];
  if (kind === 'empty')
    return { rule: 'empty', message: `'${owner}' has no records; give it some, or take it out` };
  if (kind === 'wrong-type') {
    const text = node.kind === 'text' ? node.text : '…';
    const type = isIPv4(text) ? 'A' : isIPv6(text) ? 'AAAA' : node.kind === 'text' ? 'CNAME' : 'A';
    return { rule: 'wrong-type', message: `say which type of record; write: ${owner}: { ${type}: ${text} }` };
  }
  if (key === undefined) return undefined;
  const advice = UNSUPPORTED.get(key.text.toUpperCase());
  if (advice !== undefined) {
    const message = `type ${key.text.toUpperCase()} is not supported by the API; ${advice}`;
    return { rule: 'type-unsupported', message };
  }
  const upper = key.text.toUpperCase();
  const nearest = isRecordType(upper)
    ? upper
    : value?.kind === 'map'
      ? undefined
      : closest(key.text, RECORD_TYPES);
  const hint =
    nearest !== undefined
      ? `did you mean '${nearest}'?`
      : value?.kind === 'map'
        ? `names do not nest; write '${key.text}.${owner}' under records`
        : `the types are ${RECORD_TYPES.join(', ')}`;
  return { rule: 'type-unknown', message: `'${key.text}' is not a record type; ${hint}` };
}

/** Types that exist and that the vendor's API does not serve, with the way out (dns-rules 3.9). */
const UNSUPPORTED: ReadonlyMap<string, string> = new Map([
  ['SPF', 'write the same text as TXT (RFC 7208 section 3.1)'],
  ['ALIAS', 'write the addresses as A and AAAA'],
  ['ANAME', 'write the addresses as A and AAAA'],
  ['PTR', 'reverse zones are not served here; ask whoever gave you the addresses'],
  ['SOA', 'the vendor keeps it; take it out'],
  ['DNAME', 'write a CNAME for each name'],
  ['DS', 'it belongs into the parent zone, at the registrar'],
  ['DNSKEY', 'the vendor keeps the keys of its zones; take it out'],
  ['HTTPS', 'take it out; clients fall back to A and AAAA'],
  ['SVCB', 'take it out'],
  ['TLSA', 'take it out'],
  ['SSHFP', 'take it out'],
  ['NAPTR', 'take it out'],
  ['HINFO', 'take it out'],
  ['LOC', 'take it out'],
  ['URI', 'take it out'],
]);

/** What stands under a type, and deeper. */
function explainValue({ kind, path, node, key }: StructureProblem): Words | undefined {
  const type = path[2] ?? '';
  if (kind === 'empty')
    return { rule: 'empty', message: `${type} has no values; give it some, or take it out` };
  if (kind === 'unknown-key' && key?.text === 'ttl') {
    return {
      rule: 'ttl-misplaced',
      message: `ttl belongs to all ${type} records of a name (RFC 2181 section 5.2); write: ${type}: { ttl: …, values: [ … ] }`,
    };
  }
  if (kind === 'unknown-key' && key !== undefined && /\s|[;="]/.test(key.text)) {
    return {
      rule: 'yaml-colon',
      message: `'${key.text}: …' is a text with ': ' in it; put all of it into quotes`,
    };
  }
  if (kind === 'wrong-type' && node.kind === 'map' && path.length > 3) {
    return {
      rule: 'wrong-type',
      message: `a value of ${type} is a text; put one with ': ' in it into quotes`,
    };
  }
  return undefined;
}
