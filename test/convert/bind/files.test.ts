/** Zone files of every origin (files/, each with its source in its first line): what becomes of them, and named's own reading. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type BindReading, readBind } from '../../../src/convert/bind/read-bind.ts';
import { zoneOf } from '../../../src/convert/bind/zone-of.ts';
import { zoneFile } from '../../../src/convert/zone-file.ts';
import type { Fqdn } from '../../../src/model/name.ts';
import { checkzone, hasCheckzone } from '../../support/checkzone.ts';
import { distinctRecords as sorted } from '../../support/distinct-records.ts';

const FOLDER = resolve('test/convert/bind/files');
const FILES = readdirSync(FOLDER).filter((name) => /\.(?:zone|txt|dns)$/.test(name));

/** Of those that do not say it themselves. */
const ZONES: Readonly<Record<string, string>> = { 'rfc1035-isi.zone': 'isi.edu.' };

function read(file: string, apexNs: boolean): BindReading & { readonly name: Fqdn } {
  const text = readFileSync(join(FOLDER, file), 'latin1');
  const name = (zoneOf(text, file) ?? ZONES[file] ?? 'example.com.') as Fqdn;
  const include = (path: string): { file: string; text: string } => ({
    file: path,
    text: readFileSync(join(FOLDER, path), 'latin1'),
  });
  return { ...readBind({ file, text, zone: name, apexNs, include }), name };
}

describe.each(FILES)('%s', (file) => {
  test('becomes this file, and these are left out', async () => {
    const { zone, diagnostics, name } = read(file, false);
    expect(diagnostics).toEqual([]);
    const left = zone.leftOut.map(
      ({ what, why, place }) => `# ${place?.file}:${place?.line}:${place?.column} ${what} (${why})\n`,
    );
    const text = `${left.join('')}${zoneFile(name, zone.records, { named: true })}`;
    await expect(text).toMatchFileSnapshot(join(FOLDER, 'expected', `${file}.yaml`));
  });

  test.skipIf(!hasCheckzone)('holds the records that named reads', async () => {
    const { zone, name } = read(file, true);
    const folder = mkdtempSync(join(tmpdir(), 'dnssync-files-'));
    try {
      // named takes a byte order mark for a name.
      const octets = readFileSync(join(FOLDER, file), 'latin1').replace(/^\xef\xbb\xbf/, '');
      writeFileSync(join(folder, file), octets, 'latin1');
      const { records, accepted, log } = await checkzone(join(folder, file), FOLDER, name);
      expect(accepted, log).toBe(true);
      expect(sorted(zone.records)).toEqual(sorted(records));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
