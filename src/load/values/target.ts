/** Host names in values as people write them: absolute, `@` for the zone, never an address or a single label. */
import { isIP } from 'node:net';
import { type Fqdn, presentTarget } from '../../model/name.ts';
import { readHost, readMxTarget, readTarget } from '../../model/value/host.ts';
import { badHostLabel } from '../../rules/host-name.ts';
import type { WrittenText } from '../declared.ts';
import type { Mistake } from '../mistake.ts';
import { TOLD, type ValueReader, wrong } from './reader.ts';

export type TargetType = 'CNAME' | 'MX' | 'NS' | 'SRV';

/** The canonical text of a target, or what is wrong with it. */
export function readTargetText(type: TargetType, target: WrittenText, zone: Fqdn): string | Mistake {
  const { text } = target;
  const mistake = (rule: string, message: string): Mistake => ({ rule, message, span: target });
  if (text === '@') return presentTarget(zone);
  // RFC 1035 §3.3.9 and §3.3.11, RFC 5321 §2.3.5: BIND loads most of them as names that never resolve.
  if (isIP(text.replace(/^\[(.*)\]$|\.$/, '$1')) !== 0) {
    return mistake(
      'target-ip',
      `${type} needs a host name, not an address; add an A or AAAA record and name it`,
    );
  }
  const { value, problem } =
    type === 'MX' ? readMxTarget(text) : type === 'SRV' ? readHost(text) : readTarget(text, type);
  if (problem !== undefined) return mistake(problem.code, problem.message);
  if (value === '.') return value;
  if (!value.includes('.') && !text.endsWith('.')) {
    const full = `${value}.${presentTarget(zone)}`;
    return mistake(
      'target-ambiguous',
      `'${text}' may mean two names; write '${full}', or '${value}.' for the name itself`,
    );
  }
  const label = type === 'CNAME' ? undefined : badHostLabel(value);
  if (label !== undefined) {
    return mistake(
      'target-hostname',
      `'${text}' is not a host name ('${label}'); BIND would reject the zone`,
    );
  }
  return value;
}

export function targetReader(type: 'CNAME' | 'NS'): ValueReader {
  return (node, { zone }) => {
    if (node.kind !== 'text') return TOLD;
    const value = readTargetText(type, node, zone);
    if (typeof value !== 'string') return wrong(value.rule, value.span, value.message);
    return { value: { value, at: node, target: { text: node.text, at: node } }, mistakes: [] };
  };
}
