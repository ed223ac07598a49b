/** What octoDNS reads of a record besides its type, ttl and values, and that a record at VPS.org cannot have. */
import { entryOf, type YamlMap, type YamlTree } from './yaml.ts';

export interface OptionLeft {
  readonly name: string;
  readonly key: YamlTree;
  readonly value: YamlTree;
  readonly why: string;
}

const OWN = new Set(['type', 'ttl', 'value', 'values']);

const WHY: ReadonlyMap<string, string> = new Map([
  ['geo', 'VPS.org gives everybody the same answer; the plain values are taken'],
  ['dynamic', 'VPS.org has no pools and rules; the plain values are taken'],
  ['lenient', 'dnssync judges every record by its own rules; lint: sets their levels'],
  ['included', 'it names targets of octoDNS, and dnssync writes to one service; the record is taken'],
  ['excluded', 'it names targets of octoDNS, and dnssync writes to one service; the record is taken'],
  ['healthcheck', 'VPS.org checks no hosts; the record is taken'],
]);

/** Of a record that octoDNS does not ignore; options that say what is so anyway are left out of it. */
export function optionsLeft(record: YamlMap): readonly OptionLeft[] {
  return record.entries.flatMap(({ key, value }) => {
    if (key.kind !== 'text' || OWN.has(key.text)) return [];
    if (key.text === 'octodns' && value.kind === 'map')
      return value.entries.flatMap((own) => option(own.key, own.value));
    const why =
      WHY.get(key.text) ??
      'octoDNS itself passes it over, or a provider of its reads it; the record is taken';
    return [{ name: key.text, key, value, why }];
  });
}

function option(key: YamlTree, value: YamlTree): readonly OptionLeft[] {
  const name = key.kind === 'text' ? key.text : '';
  if (value.kind === 'text' && value.isPlain && /^(?:false|no|off)$/i.test(value.text)) return [];
  return [
    {
      name: `octodns.${name}`,
      key,
      value,
      why: WHY.get(name) ?? 'dnssync has no such option; the record is taken',
    },
  ];
}

/** `octodns: {ignored: true}`: octoDNS neither makes nor deletes it. */
export function isIgnored(record: YamlMap): boolean {
  const options = entryOf(record, 'octodns');
  const ignored = options?.kind === 'map' ? entryOf(options, 'ignored') : undefined;
  return ignored?.kind === 'text' && !(ignored.isPlain && /^(?:false|no|off|0)$/i.test(ignored.text));
}
