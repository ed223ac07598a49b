import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { Diagnostic, DiagnosticPlace } from '../../src/model/diagnostic.ts';
import { diagnosticsToSarif, type RuleDescription } from '../../src/render/diagnostics-sarif.ts';
import { safeJson } from '../../src/render/safe.ts';
import { HARMFUL, HOSTILE } from './hostile.ts';
import { SARIF_SCHEMA } from './sarif-schema.ts';

const isSarif = new Ajv2020({ allErrors: true }).compile(SARIF_SCHEMA);

function diagnostic(at: Partial<DiagnosticPlace> | undefined, more: Partial<Diagnostic> = {}): Diagnostic {
  const place = at === undefined ? {} : { at: { file: 'zones/example.com.yaml', ...at } };
  return { severity: 'error', rule: 'a-syntax', message: "'x' is not an IPv4 address", ...place, ...more };
}

/** The one run of a log, once the schema is content with it. */
function run(
  diagnostics: readonly Diagnostic[],
  describeRule: (rule: string) => RuleDescription | undefined = () => undefined,
) {
  const log = diagnosticsToSarif(diagnostics, { version: '1.2.3', describe: describeRule });
  const read = JSON.parse(safeJson(log));
  expect(isSarif(read) ? [] : isSarif.errors).toEqual([]);
  const [first] = log.runs;
  if (first === undefined) throw new Error('no run');
  return first;
}

const locationOf = (at: Partial<DiagnosticPlace>) =>
  run([diagnostic(at)]).results[0]?.locations?.[0]?.physicalLocation;
const textOf = (message: string) => run([diagnostic({}, { message })]).results[0]?.message.text;

describe('diagnosticsToSarif', () => {
  it('gives each finding its rule, level, message and place', () => {
    const { results, columnKind, tool } = run([
      diagnostic({ line: 14, column: 8, length: 6, sourceLine: 'x' }),
      diagnostic({ line: 3 }, { severity: 'warning', rule: 'txt-comment' }),
    ]);
    expect(columnKind).toBe('utf16CodeUnits');
    expect(results).toEqual([
      {
        ruleId: 'a-syntax',
        ruleIndex: 0,
        level: 'error',
        message: { text: "'x' is not an IPv4 address" },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'zones/example.com.yaml', uriBaseId: '%SRCROOT%' },
              region: { startLine: 14, startColumn: 8, endColumn: 14 },
            },
          },
        ],
      },
      expect.objectContaining({ ruleId: 'txt-comment', ruleIndex: 1, level: 'warning' }),
    ]);
    expect(tool.driver).toMatchObject({ name: 'dnssync', version: '1.2.3' });
  });

  it('names each rule once, with what is known of it', () => {
    const { tool, results } = run(
      [
        diagnostic({ line: 1 }, { rule: 'txt-comment' }),
        diagnostic({ line: 2 }),
        diagnostic({ line: 3 }, { rule: 'txt-comment' }),
      ],
      (rule) =>
        rule === 'a-syntax' ? { summary: 'An address is written so.', help: 'Write 192.0.2.1.' } : undefined,
    );
    expect(tool.driver.rules).toEqual([
      {
        id: 'a-syntax',
        name: 'ASyntax',
        shortDescription: { text: 'An address is written so.' },
        fullDescription: { text: 'An address is written so.' },
        help: { text: 'Write 192.0.2.1.' },
      },
      { id: 'txt-comment', name: 'TxtComment', shortDescription: { text: 'txt comment' } },
    ]);
    expect(results.map(({ ruleIndex }) => ruleIndex)).toEqual([1, 0, 1]);
  });

  it('is a sound log where there is nothing wrong', () => {
    expect(run([]).results).toEqual([]);
  });

  it('writes paths as URIs', () => {
    const uri = (file: string) => locationOf({ file })?.artifactLocation;
    expect(uri('zones/ä b#c?d%.yaml')).toEqual({
      uri: 'zones/%C3%A4%20b%23c%3Fd%25.yaml',
      uriBaseId: '%SRCROOT%',
    });
    expect(uri('a:b.yaml')?.uri).toBe('a%3Ab.yaml');
    expect(uri('/srv/zones/x.yaml')).toEqual({ uri: 'file:///srv/zones/x.yaml' });
  });

  it('leaves out what is not known of a place', () => {
    expect(locationOf({})).not.toHaveProperty('region');
    expect(locationOf({ line: 3 })?.region).toEqual({ startLine: 3 });
    expect(run([diagnostic(undefined)]).results[0]).not.toHaveProperty('locations');
  });

  it('lets no value become a placeholder or a link', () => {
    expect(textOf('write: { A: 1 }')).toBe('write: { A: 1 }');
    expect(textOf("'{0}' is no name")).toBe("'{{0}}' is no name");
    expect(textOf("'[free money](https://evil.example)' is no name")).toBe(
      "'\\[free money](https://evil.example)' is no name",
    );
  });

  it.each(HOSTILE)('holds %j', (text) => {
    const list = [diagnostic({ file: text, line: 1, column: 1 }, { message: text })];
    run(list);
    expect(
      safeJson(diagnosticsToSarif(list, { version: '1', describe: () => ({ summary: text, help: text }) })),
    ).not.toMatch(HARMFUL);
  });
});
