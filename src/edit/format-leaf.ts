/** The canonical text of each scalar of a zone file: shortest names, times in the largest unit, quotes where they are needed. */
import { ownerText, valueText } from '../convert/zone-file.ts';
import type { Source } from '../load/source.ts';
import type { YamlNode, YamlText } from '../load/tree.ts';
import { readTtl } from '../load/ttl.ts';
import { readRRset } from '../load/values/read-rrset.ts';
import { type Fqdn, readOwner } from '../model/name.ts';
import type { RecordType } from '../model/record.ts';
import { ttlText } from '../model/ttl.ts';
import { fieldText } from './render-records.ts';
import { scalar, scalarLike } from './scalar.ts';
import { hostText, type ValueFields } from './written.ts';

/** What a scalar is: it decides how it may be spelt. */
export type Role =
  | { readonly kind: 'zone' | 'ttl' | 'owner' | 'text' }
  | { readonly kind: 'value'; readonly type: RecordType }
  /** A part of a value that is a map. */
  | { readonly kind: 'field'; readonly type: RecordType; readonly key: string; readonly value: ValueFields };

export const TEXT: Role = { kind: 'text' };

export class LeafFormat {
  readonly #source: Source;
  readonly #zone: Fqdn;

  constructor(source: Source, zone: Fqdn) {
    this.#source = source;
    this.#zone = zone;
  }

  /** The scalar on one line. */
  text(node: YamlText, role: Role, isInFlow: boolean): string {
    const text = this.#spelling(node, role);
    // What stands without quotes reads well already.
    if (node.style === 'plain' && text === node.text && !this.#raw(node).includes('\n')) return text;
    if (/^\d+$/.test(text) && (role.kind === 'ttl' || role.kind === 'field')) return text;
    const written = scalar(text, isInFlow);
    if (node.style !== 'quoted') return written;
    // Without quotes the comment would look as if it had cut the text off (txt-comment).
    const isCommented = role.kind === 'value' && role.type === 'TXT' && this.#hasComment(node);
    return written === text && !isCommented ? text : scalarLike(node, this.#source.text, text, isInFlow);
  }

  /** What a value means, for the fields of its map. */
  value(type: RecordType, node: YamlNode): ValueFields | undefined {
    return readRRset(type, node, { source: this.#source, zone: this.#zone }).values[0];
  }

  #spelling(node: YamlText, role: Role): string {
    switch (role.kind) {
      case 'zone':
        return hostText(this.#zone.slice(0, -1));
      case 'ttl': {
        const seconds = readTtl(node.text);
        return typeof seconds === 'number' ? ttlText(seconds) : node.text;
      }
      case 'owner': {
        const { name } = readOwner(node.text, this.#zone);
        return name === undefined ? node.text : ownerText(name, this.#zone);
      }
      case 'value': {
        const value = this.value(role.type, node);
        return value === undefined
          ? node.text
          : this.#host(node, valueText({ type: role.type, ...value }), role.type);
      }
      case 'field': {
        const text = fieldText(role.type, role.key, role.value);
        return text === undefined ? node.text : this.#host(node, text, role.type);
      }
      default:
        return node.text;
    }
  }

  /** Somebody who writes '@' for the zone goes on doing so. */
  #host({ text }: YamlText, written: string, type: RecordType): string {
    const hasHost = type === 'CNAME' || type === 'NS' || type === 'MX' || type === 'SRV';
    return hasHost && /(?:^|[ \t])@[ \t]*$/.test(text) ? written.replace(/\S+$/, '@') : written;
  }

  #raw({ start, end }: YamlText): string {
    return this.#source.text.slice(start, end);
  }

  #hasComment({ end }: YamlText): boolean {
    return /^[ \t]+#/.test(this.#source.text.slice(end, end + 100));
  }
}
