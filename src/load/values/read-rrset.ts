/** Reads what stands under a type: a value, a list of values, or `{ ttl, values }`. */
import type { RecordType } from '../../model/record.ts';
import type { DeclaredValue } from '../declared.ts';
import { MOST_VALUES } from '../limits.ts';
import type { Mistake } from '../mistake.ts';
import type { Span } from '../source.ts';
import { entryOf, type YamlNode, type YamlText } from '../tree.ts';
import { readTtl } from '../ttl.ts';
import { addressReader } from './address.ts';
import { readCaaValue } from './caa.ts';
import { readMx } from './mx.ts';
import type { ValueContext, ValueReader } from './reader.ts';
import { readSrv } from './srv.ts';
import { targetReader } from './target.ts';
import { readTxtValue } from './txt.ts';

const READERS: Readonly<Record<RecordType, ValueReader>> = {
  A: addressReader('A'),
  AAAA: addressReader('AAAA'),
  CNAME: targetReader('CNAME'),
  MX: readMx,
  TXT: readTxtValue,
  NS: targetReader('NS'),
  SRV: readSrv,
  CAA: readCaaValue,
};

export interface RRsetReading {
  /** Seconds; undefined where the RRset has none of its own. */
  readonly ttl?: number;
  /** Where that is written. */
  readonly ttlAt?: Span;
  readonly values: readonly DeclaredValue[];
  readonly mistakes: readonly Mistake[];
}

export function readRRset(type: RecordType, node: YamlNode, context: ValueContext): RRsetReading {
  const options = node.kind === 'map' ? entryOf(node, 'values') : undefined;
  const ttl = node.kind === 'map' && options !== undefined ? entryOf(node, 'ttl')?.value : undefined;
  const seconds = ttl?.kind === 'text' ? readTtlNode(ttl) : undefined;
  const values: DeclaredValue[] = [];
  const mistakes: Mistake[] = typeof seconds === 'object' ? [seconds] : [];
  const items = itemsOf(options?.value ?? node);
  if (items.length > MOST_VALUES) {
    const message = `${items.length} ${type} records of one name; BIND refuses the zone above ${MOST_VALUES}`;
    return {
      values,
      mistakes: [...mistakes, { rule: 'rrset-too-large', span: options?.value ?? node, message }],
    };
  }
  for (const item of items) {
    if (item.kind !== 'text' && item.kind !== 'map') continue;
    const reading = READERS[type](item, context);
    if (reading.value !== undefined) values.push(reading.value);
    mistakes.push(...reading.mistakes);
  }
  return { values, mistakes, ...(typeof seconds === 'number' && ttl && { ttl: seconds, ttlAt: ttl }) };
}

/** The seconds a node says, or what is wrong with it. */
export function readTtlNode(node: YamlText): number | Mistake {
  const ttl = readTtl(node.text);
  return typeof ttl === 'number' ? ttl : { ...ttl, span: node };
}

function itemsOf(node: YamlNode): readonly YamlNode[] {
  return node.kind === 'list' ? node.items : [node];
}
