/** Imported zones become files that validate: rules that may be set are lowered, what no file may say is left out. */
import { describe, expect, test } from 'vitest';
import { fileJudge } from '../../src/cli/import/judge.ts';
import { type SettledZone, settle } from '../../src/convert/settle.ts';
import { loadTexts } from '../../src/load/load-texts.ts';
import { Source } from '../../src/load/source.ts';
import type { Fqdn } from '../../src/model/name.ts';
import { record, ZONE } from '../support/records.ts';

function settled(lines: readonly string[], zone: Fqdn = ZONE): SettledZone {
  const records = lines.map((line) => record(line, zone));
  const draft = { imported: { zone, records, leftOut: [] }, file: `zones/${zone}yaml`, options: {} };
  const [only] = settle([draft], fileJudge({ zones: 'zones', lint: new Map() }, []));
  if (only === undefined) throw new Error('no zone came back');
  return only;
}

function errorsIn({ file, text }: SettledZone): string[] {
  return loadTexts([new Source(file, text)])
    .diagnostics.filter(({ severity }) => severity === 'error')
    .map(({ message }) => message);
}

describe('a settled zone', () => {
  test('keeps what breaks a rule that may be set, and lowers the rule with a reason', () => {
    const zone = settled(['@ 300 TXT v=spf1 a -all', '@ 300 TXT v=spf1 mx -all', 'www 300 A 192.0.2.1']);
    expect(zone.records).toHaveLength(3);
    expect(zone.leftOut).toEqual([]);
    expect(zone.text).toMatch(/^lint:\n {2}spf-[a-z]+:\n {4}level: warn\n {4}reason: as it was/m);
    expect(errorsIn(zone)).toEqual([]);
  });

  test('leaves out what named refuses a zone for, the rest stays', () => {
    const zone = settled([
      'a 300 CNAME b.example.net',
      'a 300 TXT x',
      'bad_host 300 A 192.0.2.1',
      '@ 300 CNAME c.example.net',
      'www 300 A 192.0.2.1',
    ]);
    expect(zone.leftOut.map(({ what }) => what).sort()).toEqual([
      '@ CNAME c.example.net',
      'a CNAME b.example.net',
      'bad_host A 192.0.2.1',
    ]);
    expect(errorsIn(zone)).toEqual([]);
  });

  test('keeps a hundred records of a set', () => {
    const zone = settled(Array.from({ length: 103 }, (_, at) => `www 300 A 192.0.2.${at}`));
    expect(zone.records).toHaveLength(100);
    expect(zone.leftOut).toHaveLength(3);
    expect(errorsIn(zone)).toEqual([]);
  });

  test('is none where nothing can be written for it', () => {
    expect(settled(['www 300 A 192.0.2.1'], 'local.' as Fqdn).problems.map(({ rule }) => rule)).toEqual([
      'zone-name',
    ]);
  });
});
