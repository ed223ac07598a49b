/** Diagnostics as SARIF 2.1.0, which code scanning and editors read. */
import { toUSVString } from 'node:util';
import type { Diagnostic, DiagnosticPlace } from '../model/diagnostic.ts';
import { safe } from './safe.ts';

export interface RuleDescription {
  /** One sentence on what the rule asks for. */
  readonly summary: string;
  /** Why, and what to do. */
  readonly help: string;
}

interface Message {
  readonly text: string;
}

interface SarifRule {
  readonly id: string;
  readonly name: string;
  readonly shortDescription: Message;
  readonly fullDescription?: Message;
  readonly help?: Message;
}

interface SarifLocation {
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string; readonly uriBaseId?: string };
    readonly region?: {
      readonly startLine: number;
      readonly startColumn?: number;
      readonly endColumn?: number;
    };
  };
}

interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: 'error' | 'warning';
  readonly message: Message;
  readonly locations?: readonly SarifLocation[];
}

export interface SarifLog {
  readonly $schema: string;
  readonly version: '2.1.0';
  readonly runs: readonly {
    readonly tool: {
      readonly driver: {
        readonly name: string;
        readonly version: string;
        readonly rules: readonly SarifRule[];
      };
    };
    readonly columnKind: 'utf16CodeUnits';
    readonly results: readonly SarifResult[];
  }[];
}

/**
 * As a value for JSON.stringify. Files are to be given by their path from the root of the repository, with slashes.
 *
 * @param describe what is known of a rule; where nothing is, its name has to do
 */
export function diagnosticsToSarif(
  diagnostics: readonly Diagnostic[],
  {
    version,
    describe,
  }: { readonly version: string; readonly describe: (rule: string) => RuleDescription | undefined },
): SarifLog {
  const rules = [...new Set(diagnostics.map(({ rule }) => rule))].sort();
  const indexes = new Map(rules.map((rule, index) => [rule, index]));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'dnssync', version, rules: rules.map((rule) => sarifRule(rule, describe(rule))) },
        },
        columnKind: 'utf16CodeUnits',
        results: diagnostics.map(({ severity, rule, message, at }) => ({
          ruleId: rule,
          ruleIndex: indexes.get(rule) ?? -1,
          level: severity,
          message: { text: plainMessage(message) },
          ...(at === undefined ? {} : { locations: [location(at)] }),
        })),
      },
    ],
  };
}

function sarifRule(id: string, description: RuleDescription | undefined): SarifRule {
  const words = id.split('-');
  // A name is an identifier for people, in Pascal case (§3.49.7).
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  if (description === undefined) return { id, name, shortDescription: { text: words.join(' ') } };
  const summary = plainMessage(description.summary);
  return {
    id,
    name,
    shortDescription: { text: summary },
    fullDescription: { text: summary },
    help: { text: plainMessage(description.help) },
  };
}

function location({ file, line, column, length = 1 }: DiagnosticPlace): SarifLocation {
  const columns = column === undefined ? {} : { startColumn: column, endColumn: column + length };
  return {
    physicalLocation: {
      artifactLocation: artifactLocation(file),
      ...(line === undefined ? {} : { region: { startLine: line, ...columns } }),
    },
  };
}

/** A relative path is one below the root of the repository, wherever that is checked out (§3.4.4). */
function artifactLocation(path: string): { uri: string; uriBaseId?: string } {
  const uri = toUSVString(path).split('/').map(encodeURIComponent).join('/');
  if (path.startsWith('/')) return { uri: `file://${uri}` };
  return { uri, uriBaseId: '%SRCROOT%' };
}

/** Nothing in a message is a placeholder (§3.11.5) or a link (§3.11.6), however much a value looks like one. */
function plainMessage(text: string): string {
  return safe(text)
    .replace(/\{(\d+)\}/g, '{{$1}}')
    .replace(/\[(?=[^\]]*\]\()/g, '\\[');
}
