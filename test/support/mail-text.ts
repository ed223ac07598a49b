/** What the rules on mail and policy texts say of the texts of a zone. */
import { loadTexts } from '../../src/load/load-texts.ts';
import { Source } from '../../src/load/source.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';

/** Values by name and type; a TXT alone where only its text is given. */
export type Names = Readonly<Record<string, string | readonly string[] | Types>>;
type Types = Readonly<Record<string, string | readonly string[]>>;

/** Zones by name. */
export type Zones = Readonly<Record<string, Names>>;

export function diagnosticsOf(zones: Zones): readonly Diagnostic[] {
  const sources = Object.entries(zones).map(
    ([zone, names]) => new Source(`zones/${zone}.yaml`, JSON.stringify({ records: typed(names) }, null, 1)),
  );
  return loadTexts(sources).diagnostics;
}

function typed(names: Names): Record<string, Types> {
  return Object.fromEntries(
    Object.entries(names).map(([name, here]) => [
      name,
      typeof here === 'object' && !Array.isArray(here) ? (here as Types) : { TXT: here as string },
    ]),
  );
}

/** `rule: message` of all findings in example.com, in the order of their places. */
export function toldOf(names: Names): string[] {
  return diagnosticsOf({ 'example.com': names }).map(({ rule, message }) => `${rule}: ${message}`);
}

/** The rules alone. */
export function rulesOf(zones: Zones): string[] {
  return diagnosticsOf(zones).map(({ rule }) => rule);
}
