/** Names that are reserved for examples and tests (RFC 2606, RFC 6761): what stands there is nobody's. */
import { type Fqdn, isInZone } from '../model/name.ts';

const RESERVED: readonly Fqdn[] = [
  'example.',
  'test.',
  'invalid.',
  'localhost.',
  'example.com.',
  'example.net.',
  'example.org.',
] as Fqdn[];

export function isForExamples(zone: Fqdn): boolean {
  return RESERVED.some((reserved) => isInZone(zone, reserved));
}
