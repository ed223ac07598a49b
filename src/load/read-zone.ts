/** Reads one zone file's tree into the zone it declares; what is wrong with keys and shapes is the schema's to tell. */
import { type Fqdn, readOwner } from '../model/name.ts';
import { DEFAULT_TTL, isRecordType } from '../model/record.ts';
import type { DeclaredName, DeclaredRRset, DeclaredZone } from './declared.ts';
import type { Mistake } from './mistake.ts';
import type { Source, Span } from './source.ts';
import { entryOf, type YamlEntry, type YamlMap, type YamlNode, type YamlText } from './tree.ts';
import { readRRset, readTtlNode } from './values/read-rrset.ts';
import { readZoneName } from './zone-name.ts';

export interface ZoneReading {
  /** Absent where the zone's name cannot be read: no other name can be then. */
  readonly zone?: DeclaredZone;
  readonly mistakes: readonly Mistake[];
}

/** `root` is absent for a file without data; `baseName` is the file's name without folder and extension. */
export function readZone(source: Source, root: YamlNode | undefined, baseName: string): ZoneReading {
  const map: YamlMap = root?.kind === 'map' ? root : { kind: 'map', entries: [], start: 0, end: 0 };
  const written = textOf(entryOf(map, 'zone')?.value);
  const nameSpan = written ?? { start: 0, end: source.lineAt(0).length };
  const name = readZoneName(written?.text ?? baseName);
  if (typeof name === 'object') return { mistakes: [{ ...name, span: nameSpan }] };
  const reader = new RecordReader(source, name);
  const names = reader.names(map);
  const allowEmpty = textOf(entryOf(map, 'allow_empty')?.value);
  if (allowEmpty !== undefined && !/^(?:true|false)$/.test(allowEmpty.text)) {
    const message = `allow_empty is true or false, not '${allowEmpty.text}'`;
    reader.mistakes.push({ rule: 'wrong-type', span: allowEmpty, message });
  }
  const describe = ({ start }: Span): string => `on line ${source.position(start).line}`;
  return { zone: { source, name, at: nameSpan, names, describe }, mistakes: reader.mistakes };
}

class RecordReader {
  readonly mistakes: Mistake[] = [];
  readonly #source: Source;
  readonly #zone: Fqdn;

  constructor(source: Source, zone: Fqdn) {
    this.#source = source;
    this.#zone = zone;
  }

  names(file: YamlMap): Map<Fqdn, DeclaredName> {
    const ttl = this.#defaultTtl(file);
    const names = new Map<Fqdn, DeclaredName>();
    const records = entryOf(file, 'records')?.value;
    for (const { key, value } of records?.kind === 'map' ? records.entries : []) {
      const rrsets: DeclaredRRset[] = [];
      for (const entry of value.kind === 'map' ? value.entries : []) {
        const rrset = this.#rrset(entry, ttl);
        if (rrset !== undefined) rrsets.push(rrset);
      }
      const name = this.#name(key, names);
      if (name !== undefined) names.set(name, { name, written: key.text, at: key, rrsets });
    }
    return names;
  }

  #defaultTtl(file: YamlMap): number {
    const node = textOf(entryOf(file, 'ttl')?.value);
    const ttl = node === undefined ? DEFAULT_TTL : readTtlNode(node);
    if (typeof ttl === 'number') return ttl;
    this.mistakes.push(ttl);
    return DEFAULT_TTL;
  }

  #name(key: YamlText, names: ReadonlyMap<Fqdn, DeclaredName>): Fqdn | undefined {
    const { name, problem } = readOwner(key.text, this.#zone);
    if (problem !== undefined) {
      this.mistakes.push({ rule: problem.code, span: key, message: problem.message });
      return undefined;
    }
    const before = names.get(name);
    if (before === undefined) return name;
    const { line } = this.#source.position(before.at.start);
    const message = `'${key.text}' is the same name as '${before.written}' on line ${line}; put their records together`;
    this.mistakes.push({ rule: 'name-duplicate', span: key, message });
    return undefined;
  }

  #rrset({ key, value }: YamlEntry, defaultTtl: number): DeclaredRRset | undefined {
    const type = key.text;
    if (!isRecordType(type)) return undefined;
    const { ttl, ttlAt, values, mistakes } = readRRset(type, value, {
      source: this.#source,
      zone: this.#zone,
    });
    for (const mistake of mistakes) this.mistakes.push(mistake);
    return { type, ttl: ttl ?? defaultTtl, at: key, values, ...(ttlAt !== undefined && { ttlAt }) };
  }
}

function textOf(node: YamlNode | undefined): YamlText | undefined {
  return node?.kind === 'text' ? node : undefined;
}
