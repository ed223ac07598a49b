/** The rules on what would stand after a plan: the file's records beside live ones that stay. */
import { describe, expect, test } from 'vitest';
import { loadTexts } from '../../../src/load/load-texts.ts';
import { Source } from '../../../src/load/source.ts';
import type { Fqdn } from '../../../src/model/name.ts';
import type { LiveRecord } from '../../../src/model/record.ts';
import { judgeOutcomes } from '../../../src/plan/outcome.ts';

function liveText(name: string, value: string): LiveRecord {
  return { id: value, type: 'TXT', name: `${name}example.com.` as Fqdn, value, ttl: 3600, createdAt: '' };
}

/** What a plan says of a file beside live records that a pattern leaves alone; `!` before what stops it. */
function findingsOf(file: string, ...kept: LiveRecord[]): string[] {
  const { zones, diagnostics } = loadTexts([new Source('zones/example.com.yaml', file)]);
  expect(diagnostics).toEqual([]);
  const pattern = { text: 'value: *', source: { file: 'dnssync.yaml', line: 2, column: 5 } };
  const outcomes = zones.map((desired) => ({
    desired,
    live: { id: 'z', name: desired.name, records: kept, unmanaged: [] },
    declared: desired.records,
    kept,
    leftAlone: kept.map((record) => ({ record, why: 'ignored' as const, pattern })),
  }));
  return [...judgeOutcomes(outcomes).values()].flatMap(({ findings, error }) => [
    ...(error === undefined ? [] : [`!${error.code}: ${error.message}`]),
    ...findings.map(({ rule, message }) => `${rule}: ${message}`),
  ]);
}

describe('live records that stay', () => {
  test('an SPF record beside that of the file', () => {
    expect(
      findingsOf('records: { "@": { TXT: "v=spf1 mx:a.example -all" } }', liveText('', 'v=spf1 ~all')),
    ).toEqual([
      "!spf-multiple: TXT example.com: 2 SPF records at '@', of which receivers take none; merge them: 'v=spf1 mx:a.example ~all' (with the live TXT of example.com, which is ignored by 'value: *' (dnssync.yaml:2))",
    ]);
  });

  test('a key at the selector of the file', () => {
    expect(
      findingsOf('records: { s._domainkey: { TXT: v=DKIM1; p= } }', liveText('s._domainkey.', 'p=')),
    ).toEqual([expect.stringMatching(/^!dkim-multiple: /)]);
  });

  test('what is wrong with them alone is not the file’s business', () => {
    expect(findingsOf('records: { www: { A: 8.8.8.8 } }', liveText('_dmarc.', 'v=DMARC1; p=x'))).toEqual([]);
  });
});
