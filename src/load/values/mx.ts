/** MX as people write it: `10 mx1.example.com`, or `{ priority, value }` in the API's words. */
import type { Fqdn } from '../../model/name.ts';
import type { WrittenText } from '../declared.ts';
import type { Span } from '../source.ts';
import { entryOf } from '../tree.ts';
import { readNumber, UINT16 } from './number.ts';
import { type DeclaredReading, partOf, TOLD, type ValueReader, wrong } from './reader.ts';
import { readTargetText } from './target.ts';

export const readMx: ValueReader = (node, { source, zone }) => {
  if (node.kind === 'map') {
    const priority = entryOf(node, 'priority')?.value;
    const target = entryOf(node, 'value')?.value;
    if (priority?.kind !== 'text' || target?.kind !== 'text') return TOLD;
    return fromFields(priority, target, zone, node);
  }
  const fields = node.text.trim().split(/[ \t]+/);
  const [first = '', second, ...more] = fields;
  if (second === undefined && !/^\d+$/.test(first)) {
    return wrong('mx-priority', node, `priority is required for MX; write '10 ${first}'`);
  }
  if (/^\d+$/.test(second ?? '') && !/^\d+$/.test(first)) {
    return wrong('mx-syntax', node, `priority stands first in MX; write '${second} ${first}'`);
  }
  if (second === undefined || more.length > 0) {
    return wrong('mx-syntax', node, `MX is 'priority host', as in '10 mx1.example.com', not '${node.text}'`);
  }
  return fromFields(partOf(source, node, first), partOf(source, node, second), zone, node);
};

function fromFields(priority: WrittenText, target: WrittenText, zone: Fqdn, span: Span): DeclaredReading {
  const number = readNumber('mx-priority', 'priority', priority, UINT16);
  const host = readTargetText('MX', target, zone);
  const mistakes = [number, host].filter((result) => typeof result === 'object');
  if (typeof number === 'object' || typeof host === 'object') return { mistakes };
  return {
    value: { value: host, priority: number, at: span, target: { text: target.text, at: target } },
    mistakes,
  };
}
