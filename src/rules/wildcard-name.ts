/** name-wildcard: an asterisk is a wildcard only as the whole first label (RFC 4592 §2.1); elsewhere it matches itself. */
import type { Fqdn } from '../model/name.ts';
import type { ZoneRule } from './rule.ts';

export const wildcardName: ZoneRule = {
  texts: [
    {
      name: 'name-wildcard',
      severity: 'error',
      fixed: 'file',
      summary:
        'An asterisk that is not the whole first label is no wildcard; it would match nothing but itself.',
      source: 'RFC 4592 section 2.1; BIND refuses A, AAAA and MX there',
      bad: 'records:\n  a*: { TXT: x }\n',
      good: 'records:\n  "*.a": { TXT: x }\n',
    },
  ],
  judge: (zone) =>
    [...zone.names.values()]
      .filter(({ name }) => hasStrayAsterisk(name))
      .map(({ at, written }) => ({
        rule: 'name-wildcard',
        at,
        message: `'*' is a wildcard only as the whole first label; '${written}' would match nothing but itself: name the hosts one by one`,
      })),
};

export function hasStrayAsterisk(name: Fqdn): boolean {
  return name.includes('*', name.startsWith('*.') ? 2 : 0);
}
