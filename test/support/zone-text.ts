/** Loads the text of one zone file, as tests of the loader want it. */
import { loadTexts } from '../../src/load/load-texts.ts';
import { Source } from '../../src/load/source.ts';
import type { Diagnostic, LintLevels } from '../../src/model/diagnostic.ts';
import { RULES } from '../../src/rules/catalogue.ts';

const ADVICE =
  /^(?:addr|aaaa-mapped|target-special|ttl-(?:zero|short|long)|ns-|null-mx-(?:priority|spf)|srv-(?:owner|none|port)|rrset-(?:large|octets)|caa-|apex-ns|occluded|wildcard|cname-dangling|name-looks-address|spf|dkim|dmarc|mta-sts|tlsrpt|policy)/;

export const FILE = 'zones/example.com.yaml';

/**
 * Advice on records that are sound: off here, where small files say one thing at a time. Each such rule has its own
 * tests (test/rules).
 */
export const WITHOUT_ADVICE: LintLevels = new Map(
  RULES.filter(({ name }) => ADVICE.test(name)).map(({ name }) => [name, 'off']),
);

export function loadText(text: string, file = FILE, lint = WITHOUT_ADVICE): ReturnType<typeof loadTexts> {
  return loadTexts([new Source(file, text)], lint);
}

/** What is wrong with a file: `line:column rule`, with a question mark before the rule where it is a warning. */
export function findings(text: string, file = FILE): string[] {
  return loadText(text, file).diagnostics.map(brief);
}

export function brief({ severity, rule, at }: Diagnostic): string {
  return `${at?.line}:${at?.column} ${severity === 'warning' ? '?' : ''}${rule}`;
}

/** The records of a file without findings: `name ttl type [priority] value`, names relative to example.com. */
export function recordsOf(text: string, file = FILE): string[] {
  const { zones, diagnostics } = loadText(text, file);
  if (diagnostics.length > 0) throw new Error(diagnostics.map((d) => `${brief(d)} ${d.message}`).join('\n'));
  return (zones[0]?.records ?? []).map(({ name, ttl, type, priority, value }) =>
    [
      name.replace(/\.?example\.com\.$/, '') || '@',
      ttl,
      type,
      ...(priority === undefined ? [] : [priority]),
      value,
    ].join(' '),
  );
}

/** A file with one type at one name, in flow style: what stands under the type is given. */
export function under(type: string, value: string, name = 'a'): string {
  return `records:\n  ${name}:\n    ${type}: ${value}\n`;
}
