/** SRV as people write it: `priority weight port target`, by field, or with the API's `weight port target` as value. */
import type { Fqdn } from '../../model/name.ts';
import type { WrittenText } from '../declared.ts';
import type { Span } from '../source.ts';
import { entryOf, type YamlMap } from '../tree.ts';
import { readNumber, UINT16 } from './number.ts';
import { type DeclaredReading, partOf, TOLD, type ValueContext, type ValueReader, wrong } from './reader.ts';
import { readTargetText } from './target.ts';

export const readSrv: ValueReader = (node, context) => {
  if (node.kind === 'map') return fromMap(node, context);
  const [priority, weight, port, target, ...more] = node.text.trim().split(/[ \t]+/);
  if (priority !== undefined && weight !== undefined && port !== undefined && target === undefined) {
    const line = `10 ${priority} ${weight} ${port}`;
    const message = `SRV has four fields, 'priority weight port target'; write '${line}' with the priority you mean`;
    return wrong('srv-syntax', node, message);
  }
  if (
    priority === undefined ||
    weight === undefined ||
    port === undefined ||
    target === undefined ||
    more.length > 0
  ) {
    const message = `SRV is 'priority weight port target', as in '10 5 5060 sip.example.com', not '${node.text}'`;
    return wrong('srv-syntax', node, message);
  }
  const part = (text: string): WrittenText => partOf(context.source, node, text);
  return fromFields(
    { ...node, text: priority },
    { ...node, text: weight },
    { ...node, text: port },
    part(target),
    context.zone,
    node,
  );
};

function fromMap(map: YamlMap, context: ValueContext): DeclaredReading {
  const field = (key: string): WrittenText | undefined => {
    const value = entryOf(map, key)?.value;
    return value?.kind === 'text' ? value : undefined;
  };
  const priority = field('priority');
  const value = field('value');
  if (priority === undefined) return TOLD;
  if (value !== undefined) {
    const [weight, port, target, ...more] = value.text.trim().split(/[ \t]+/);
    if (weight === undefined || port === undefined || target === undefined || more.length > 0) {
      const message = `value of SRV is 'weight port target', not '${value.text}'; priority belongs in priority`;
      return wrong('srv-syntax', value, message);
    }
    const part = (text: string): WrittenText => ({ ...value, text });
    return fromFields(priority, part(weight), part(port), part(target), context.zone, map);
  }
  const weight = field('weight');
  const port = field('port');
  const target = field('target');
  if (weight === undefined || port === undefined || target === undefined) return TOLD;
  return fromFields(priority, weight, port, target, context.zone, map);
}

function fromFields(
  priority: WrittenText,
  weight: WrittenText,
  port: WrittenText,
  target: WrittenText,
  zone: Fqdn,
  span: Span,
): DeclaredReading {
  const first = readNumber('srv-range', 'priority', priority, UINT16);
  const second = readNumber('srv-range', 'weight', weight, UINT16);
  const third = readNumber('srv-range', 'port', port, UINT16);
  const host = readTargetText('SRV', target, zone);
  const mistakes = [first, second, third, host].filter((result) => typeof result === 'object');
  if (mistakes.length > 0 || typeof first === 'object') return { mistakes };
  return {
    value: {
      value: `${second} ${third} ${host}`,
      priority: first,
      at: span,
      target: { text: target.text, at: target },
    },
    mistakes,
  };
}
