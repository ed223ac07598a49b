/** null-mx-conflict: '.' says that a name takes no mail, which no other MX may contradict (RFC 7505 §3). */
import type { ZoneRule } from './rule.ts';
import type { JudgedZone, Verdict } from './zone.ts';
import { rrsetOf } from './zone-view.ts';

export const nullMx: ZoneRule = {
  texts: [
    {
      name: 'null-mx-conflict',
      severity: 'error',
      summary: "A null MX ('.') says that a name takes no mail; another MX beside it contradicts that.",
      source: 'RFC 7505 section 3',
      bad: 'records:\n  "@": { MX: [0 ., 10 mx.example.net] }\n',
      good: 'records:\n  "@": { MX: 0 . }\n',
    },
  ],
  judge,
};

function judge<At>(zone: JudgedZone<At>): Verdict<At>[] {
  const found: Verdict<At>[] = [];
  for (const entry of zone.names.values()) {
    const values = rrsetOf(entry, 'MX')?.values ?? [];
    const none = values.find(({ value }) => value === '.');
    // The very same twice is for another rule.
    if (
      none === undefined ||
      values.every(({ value, priority }) => value === '.' && priority === none.priority)
    )
      continue;
    const message = "null MX ('.') must be the only MX of a name; take it out, or the others";
    found.push({ rule: 'null-mx-conflict', at: none.at, message });
  }
  return found;
}
