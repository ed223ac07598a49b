/** SRV: `weight port target` as the API carries it, priority apart (RFC 2782). */
import type { ValueReading } from '../value.ts';
import { readHost } from './host.ts';

const SHAPE = /^[ \t]*(\d{1,10})[ \t]+(\d{1,10})[ \t]+(\S+)[ \t]*$/;

export function readSrv(text: string): ValueReading {
  const [, weight, port, target] = SHAPE.exec(text) ?? [];
  if (weight === undefined || port === undefined || target === undefined) {
    const fields = text.trim().split(/\s+/).length;
    const hint = fields === 4 ? '; priority belongs in priority' : '';
    return {
      problem: { code: 'srv-syntax', message: `SRV value is 'weight port target', not '${text}'${hint}` },
    };
  }
  for (const [field, digits] of [
    ['weight', weight],
    ['port', port],
  ] as const) {
    if (Number(digits) > 65535) {
      return { problem: { code: 'srv-range', message: `SRV ${field} ${digits} is not 0…65535` } };
    }
  }
  const host = readHost(target);
  return host.value === undefined ? host : { value: `${Number(weight)} ${Number(port)} ${host.value}` };
}
