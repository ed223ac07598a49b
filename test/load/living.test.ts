/** `mode`, `ignore`, `protect` and `state` in zone files and in dnssync.yaml. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { loadConfig } from '../../src/load/config.ts';
import { PRESETS } from '../../src/load/living/presets.ts';
import { loadTexts } from '../../src/load/load-texts.ts';
import { Source } from '../../src/load/source.ts';
import type { Living } from '../../src/model/zone.ts';
import { brief, FILE, findings, loadText, WITHOUT_ADVICE } from '../support/zone-text.ts';

const RECORDS = 'records: { www: { A: 192.0.2.1 } }\n';

function living(text: string): Living | undefined {
  const { zones, diagnostics } = loadText(text + RECORDS);
  expect(diagnostics).toEqual([]);
  return zones[0];
}

describe('what a zone file may say', () => {
  test('nothing: then nothing is there', () => {
    expect(Object.keys(living('') ?? {})).toEqual(['name', 'file', 'source', 'records', 'lint']);
  });

  test('a mode', () => {
    expect(living('mode: additive\n')).toMatchObject({ mode: 'additive' });
    expect(living('mode: full\n')).toMatchObject({ mode: 'full' });
  });

  test('one pattern, with its place and on one line', () => {
    expect(living('ignore:\n  name: "*.dev"\n  type: [A, AAAA]\n  value: 1.10\n')?.ignore).toEqual([
      {
        text: 'name: *.dev, type: A, AAAA, value: 1.10',
        name: '*.dev',
        types: ['A', 'AAAA'],
        value: '1.10',
        source: { file: FILE, line: 2, column: 3 },
      },
    ]);
  });

  test('presets beside patterns, in a list', () => {
    const { ignore = [], protect = [] } =
      living('ignore: [acme, { type: MX }]\nprotect: { name: "@", type: NS }\n') ?? {};
    expect(ignore.map(({ text, source }) => `${text} ${source.line}:${source.column}`)).toEqual([
      'acme 1:10',
      'type: MX 1:16',
    ]);
    expect(protect.map(({ text }) => text)).toEqual(['name: @, type: NS']);
  });

  test('names of the zone in full, in any case', () => {
    expect(living('ignore: [{ name: A.Example.COM. }, { name: "*.x.example.com" }]\n')?.ignore).toHaveLength(
      2,
    );
  });

  test('that the zone is not to be, then without records', () => {
    expect(loadText('state: absent\n').zones).toMatchObject([{ state: 'absent', records: [] }]);
    expect(loadText('state: absent\nrecords: {}\n').zones).toHaveLength(1);
    expect(living('state: present\n')).not.toHaveProperty('state');
  });
});

describe('what is wrong', () => {
  test.each([
    ['mode: addition', '1:7 wrong-type'],
    ['mode: [full]', '1:7 wrong-type'],
    ['state: gone', '1:8 wrong-type'],
    ['ignore: acmee', '1:9 preset-unknown'],
    ['ignore: _acme-challenge.www', '1:9 preset-unknown'],
    ['ignore: []', '1:9 empty'],
    ['ignore: {}', '1:9 empty'],
    ['ignore: [[acme]]', '1:10 wrong-type'],
    ['ignore: { nmae: www }', '1:11 unknown-key'],
    ['ignore: { name: "a**" }', '1:17 pattern-name'],
    ['ignore: { name: [a] }', '1:17 wrong-type'],
    ['ignore: { type: TXTT }', '1:17 type-unknown'],
    ['ignore: { type: txt }', '1:17 type-unknown'],
    ['protect: { type: SOA }', '1:18 type-unknown'],
    ['ignore: { type: [] }', '1:17 empty'],
    ['ignore: { name: *.dev }', '1:17 yaml-quote'],
    [`ignore: { value: ${'x'.repeat(1001)} }`, '1:18 pattern-length'],
    [`ignore: [${Array.from({ length: 101 }, () => 'acme').join(', ')}]`, '1:9 pattern-count'],
    ['protect: acmee', '1:10 preset-unknown'],
    ['protect: { name: www.example.net. }', '1:18 name-out-of-zone'],
    ['ignore: [acme, { name: "x.**." }]', '1:24 name-out-of-zone'],
  ])('%s', (text, finding) => {
    const found = findings(`${text}\n${RECORDS}`);
    expect(found[0]).toMatch(new RegExp(`^${finding}`));
    expect(found).toHaveLength(1);
  });

  test.each([
    ['ignore: acmee', "'acmee' is not a preset; did you mean 'acme'?"],
    [
      'ignore: www',
      '\'www\' is not a preset; presets are acme, external-dns, site-verification; a pattern is a map: { name: "www" }',
    ],
    ['mode: addtive', "mode is full or additive, not 'addtive'; did you mean 'additive'?"],
    ['ignore: { type: txt }', "'txt' is not a record type; did you mean 'TXT'?"],
    [
      'protect: { type: SOA }',
      'SOA records are not managed, and so never touched: no pattern is needed for them',
    ],
  ])('%s says what to write', (text, message) => {
    expect(loadText(`${text}\n${RECORDS}`).diagnostics.map((each) => each.message)).toEqual([message]);
  });

  test('a zone that is not to be, with records', () => {
    expect(findings(`state: absent\n${RECORDS}`)).toEqual(['2:1 absent-with-records']);
  });

  test('a zone that is not to be, where nothing may be deleted', () => {
    expect(findings('state: absent\nmode: additive\n')).toEqual(['1:1 absent-additive']);
    const common = { mode: 'additive' } as const;
    const load = (text: string) =>
      loadTexts([new Source(FILE, text)], WITHOUT_ADVICE, common).diagnostics.map(brief);
    expect(load('state: absent\n')).toEqual(['1:1 absent-additive']);
    expect(load('state: absent\nmode: full\n')).toEqual([]);
  });

  test('a misspelt state does not make an empty file mean something', () => {
    expect(findings('state: absnet\n')).toEqual(['1:8 wrong-type']);
  });
});

describe('a record both declared and ignored', () => {
  test('is an error that names both places', () => {
    const text =
      'ignore:\n  - type: MX\n  - name: "**"\n    value: 192.*\nrecords:\n  www:\n    A: [198.51.100.1, 192.0.2.1]\n';
    const { zones, diagnostics } = loadText(text);
    expect(zones).toEqual([]);
    expect(diagnostics).toMatchObject([
      {
        severity: 'error',
        rule: 'declared-and-ignored',
        at: { file: FILE, line: 7, column: 23 },
        message:
          "A www.example.com is declared here and ignored by 'name: **, value: 192.*' at zones/example.com.yaml:3:5; take it out here, or narrow the pattern",
      },
    ]);
  });

  test.each([
    ['acme', '_acme-challenge.www', 'TXT: token', true],
    ['acme', '_x._acme-challenge', 'TXT: token', true],
    ['acme', '_acme-challenge.www', 'CNAME: x.example.net', false],
    ['acme', 'acme-challenge', 'TXT: token', false],
    ['external-dns', 'a-www', 'TXT: "heritage=external-dns,external-dns/owner=x"', true],
    ['external-dns', 'a-www', 'TXT: "heritage=other"', false],
    ...[
      'google-site-verification=x',
      'MS=ms1234',
      'facebook-domain-verification=x',
      'apple-domain-verification=x',
      'anthropic-domain-verification-74qaph=x',
      'yandex-verification: 0123',
      'stripe-verification=x',
      'mixpanel-domain-verify=x',
      'docusign=x',
      'ZOOM_verify_x',
      'webexdomainverification.8YX6G=x',
      'apple-domain=x',
    ].map((value) => ['site-verification', '"@"', `TXT: "${value}"`, true] as const),
    ['site-verification', '_github-challenge-acme-org', 'TXT: 0123', true],
    ['site-verification', '_github-pages-challenge-acme.www', 'TXT: 0123', true],
    ['site-verification', '"@"', 'TXT: "v=spf1 include:_spf.google.com -all"', false],
    ['site-verification', 's._domainkey', 'TXT: "v=DKIM1; p=MS="', false],
    ['site-verification', '_dmarc', 'TXT: "v=DMARC1; p=none"', false],
  ] as const)('%s, %s %s: %s', (preset, name, data, expected) => {
    const found = findings(`ignore: ${preset}\nrecords:\n  ${name}:\n    ${data}\n`);
    expect(found.some((finding) => finding.includes('declared-and-ignored'))).toBe(expected);
  });
});

test('the page tells every pattern of every preset', () => {
  const page = readFileSync('docs/living-with-others.md', 'utf8');
  for (const [preset, patterns] of PRESETS) {
    const [row] = page.split('\n').filter((line) => line.startsWith(`| \`${preset}\``));
    for (const { name, value } of patterns) {
      const shown = value === undefined ? name : value.replace(/,\*$/, ',');
      expect(row).toContain(`\`${shown}\``);
    }
  }
});

describe('dnssync.yaml', () => {
  function config(text: string): string {
    const folder = mkdtempSync(join(tmpdir(), 'dnssync-living-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'dnssync.yaml');
    writeFileSync(file, text);
    return file;
  }

  test('speaks for all zones; a zone file adds its patterns and has its own mode', async () => {
    const file = config('mode: additive\nignore: acme\nprotect: { name: "@", type: MX }\n');
    const { config: loaded, diagnostics } = await loadConfig(file);
    expect(diagnostics).toEqual([]);
    const zone = (text: string) =>
      loadTexts([new Source(FILE, text + RECORDS)], WITHOUT_ADVICE, loaded.living).zones[0];
    expect(zone('')).toMatchObject({
      mode: 'additive',
      ignore: [{ text: 'acme', source: { file, line: 2 } }],
    });
    const own = zone('mode: full\nignore: { type: CAA }\n');
    expect(own?.mode).toBe('full');
    expect(own?.ignore?.map(({ text }) => text)).toEqual(['acme', 'type: CAA']);
    expect(own?.protect?.map(({ text }) => text)).toEqual(['name: @, type: MX']);
  });

  test.each([
    ['ignore: acmee\n', '1:9 preset-unknown'],
    ['mode: sync\n', '1:7 wrong-type'],
    ['protect: { nmae: www }\n', '1:12 unknown-key'],
    ['state: absent\n', '1:1 unknown-key'],
  ])('%j is refused', async (text, finding) => {
    expect((await loadConfig(config(text))).diagnostics.map(brief)).toEqual([finding]);
  });

  test('says in its error where a zone declares what it ignores', async () => {
    const { config: loaded } = await loadConfig(config('ignore: { name: www }\n'));
    const { diagnostics } = loadTexts([new Source(FILE, RECORDS)], WITHOUT_ADVICE, loaded.living);
    expect(diagnostics.map(brief)).toEqual(['1:22 declared-and-ignored']);
    expect(diagnostics[0]?.message).toMatch(/ignored by 'name: www' at .*dnssync\.yaml:1:9;/);
  });
});
