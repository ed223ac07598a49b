/** Brings the same mistake in many places together, so that it can be told once. */
import type { Diagnostic } from '../model/diagnostic.ts';

/** The places of one mistake, in the order given; never empty. */
export type DiagnosticGroup = readonly [Diagnostic, ...Diagnostic[]];

/**
 * Groups of at least `least` places; what has fewer stays by itself, for then each message with its own way out is
 * worth its line. In the order of the first places.
 */
export function groupDiagnostics(diagnostics: readonly Diagnostic[], least: number): DiagnosticGroup[] {
  const patterns = diagnostics.map(patternOf);
  const groups = new Map<string, [Diagnostic, ...Diagnostic[]]>();
  for (const [index, diagnostic] of diagnostics.entries()) {
    const key = patterns[index] ?? '';
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [diagnostic]);
    else group.push(diagnostic);
  }
  return diagnostics.flatMap((diagnostic, index): DiagnosticGroup[] => {
    const group = groups.get(patterns[index] ?? '');
    if (group === undefined || group.length < least) return [[diagnostic]];
    return group[0] === diagnostic ? [group] : [];
  });
}

const MASK = '‹›';
/** From a quote that opens to the one that closes it, or to the end where the message was cut; never looks back. */
const QUOTED = /(?<=^|[\s(])(['"]).*?(?:\1(?=$|[\s,;:.?)])|$)/gs;
/** What follows a sentence and a colon is the line to write, or the names in question; after a single word it is the sentence. Looks back from a colon only. */
const DETAIL = /: (?<= \S+: ).*$/s;
const PROSE = /^\(?[a-z]+(?:-[a-z]+)*[,;.?)]*$/;
const MASKS = /‹›(?: ‹›)+/g;

/** Two diagnostics are the same mistake where severity, rule and the prose of the message agree: not names, values, numbers. */
function patternOf({ severity, rule, message }: Diagnostic): string {
  const prose = message
    .replace(QUOTED, MASK)
    .replace(DETAIL, `: ${MASK}`)
    .replace(/\S+/g, (word) => (PROSE.test(word) ? word : MASK))
    .replace(MASKS, MASK);
  return `${severity} ${rule} ${prose}`;
}
