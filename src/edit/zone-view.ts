/** A zone file that is being edited: its text, its tree, and what the records in it mean. */
import { parseYaml } from '../load/parse/parse.ts';
import { Source } from '../load/source.ts';
import { entryOf, type YamlEntry, type YamlMap, type YamlNode } from '../load/tree.ts';
import { readTtl } from '../load/ttl.ts';
import { readRRset } from '../load/values/read-rrset.ts';
import { type Fqdn, readOwner } from '../model/name.ts';
import { DEFAULT_TTL, type RecordType } from '../model/record.ts';
import { entriesOf, Layout } from './layout.ts';
import { Unclear } from './unclear.ts';
import type { ValueFields } from './written.ts';

/** A value with the node that says it. */
export interface PlacedValue extends ValueFields {
  readonly node: YamlNode;
}

/** What stands under a type. */
export interface RRsetView {
  readonly entry: YamlEntry;
  /** Its own ttl, where it has one. */
  readonly ttl?: { readonly node: YamlNode; readonly seconds: number };
  /** The entry whose value is the values: `values`, or the type itself. */
  readonly holder: YamlEntry;
  readonly values: readonly PlacedValue[];
}

export class ZoneView {
  readonly text: string;
  readonly zone: Fqdn;
  readonly layout: Layout;
  readonly root: YamlMap;
  /** The entry `records`. */
  readonly records: YamlEntry | undefined;
  /** Seconds. */
  readonly ttl: number;
  readonly owners: ReadonlyMap<Fqdn, YamlEntry>;
  readonly #source: Source;

  /** @param text of a file without errors */
  constructor(text: string, zone: Fqdn) {
    this.text = text;
    this.zone = zone;
    this.#source = new Source('', text);
    const { root } = parseYaml(this.#source);
    if (root?.kind !== 'map') throw new Unclear('the file holds no map');
    this.root = root;
    this.records = entryOf(root, 'records');
    this.layout = new Layout(text, this.records);
    const ttl = entryOf(root, 'ttl')?.value;
    this.ttl = ttl?.kind === 'text' ? seconds(ttl.text) : DEFAULT_TTL;
    const owners = new Map<Fqdn, YamlEntry>();
    for (const entry of entriesOf(this.records?.value)) {
      const { name } = readOwner(entry.key.text, zone);
      if (name !== undefined) owners.set(name, entry);
    }
    this.owners = owners;
  }

  /** Whether what stands under a name is in flow style. */
  isFlow(node: YamlNode): boolean {
    return this.layout.isFlow(node) || this.isFlowFile;
  }

  /** Whether the map of all names is. */
  get isFlowFile(): boolean {
    return (
      this.layout.isFlow(this.root) || (this.records !== undefined && this.layout.isFlow(this.records.value))
    );
  }

  rrset(owner: YamlEntry, type: RecordType): RRsetView | undefined {
    const entry = owner.value.kind === 'map' ? entryOf(owner.value, type) : undefined;
    if (entry === undefined) return undefined;
    const options = entry.value.kind === 'map' ? entry.value : undefined;
    const holder = (options && entryOf(options, 'values')) ?? entry;
    const ttl = holder === entry ? undefined : options && entryOf(options, 'ttl')?.value;
    const items = holder.value.kind === 'list' ? holder.value.items : [holder.value];
    const values = items.flatMap((node): PlacedValue[] => {
      const [value] = readRRset(type, node, { source: this.#source, zone: this.zone }).values;
      if (value === undefined) return [];
      return [
        { node, value: value.value, ...(value.priority !== undefined && { priority: value.priority }) },
      ];
    });
    return {
      entry,
      holder,
      values,
      ...(ttl?.kind === 'text' && { ttl: { node: ttl, seconds: seconds(ttl.text) } }),
    };
  }
}

function seconds(text: string): number {
  const ttl = readTtl(text);
  return typeof ttl === 'number' ? ttl : DEFAULT_TTL;
}
