import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RECORD_TYPES, type RecordType } from '../../src/model/record.ts';
import { readValue } from '../../src/model/value.ts';
import { type Spelling, spelt, textFor } from './spellings.ts';

const hasBind = spawnSync('named-checkzone', ['-v']).error === undefined;

interface Line {
  readonly type: RecordType;
  readonly rdata: string;
}

/** What BIND makes of RDATA, line by line, each at a name of its own. Throws where BIND refuses the zone. */
function readByBind(lines: readonly Line[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'dnssync-bind-'));
  try {
    const file = join(folder, 'zone');
    const head = ['@ 60 IN SOA ns.example.net. host.example.net. 1 1 1 1 1', '@ 60 IN NS ns.example.net.'];
    const body = lines.map(({ type, rdata }, at) => `n${at} 60 IN ${type} ${rdata}`);
    writeFileSync(file, `${[...head, ...body].join('\n')}\n`);
    // Syntax alone: no look-ups of targets, and host names are judged by the loader of zone files.
    const options = ['-D', '-q', '-i', 'none', '-k', 'ignore', '-n', 'ignore', '-m', 'ignore', '-s', 'full'];
    const args = [...options, '-o', '-', 'example.com', file];
    const printed = execFileSync('named-checkzone', args, { encoding: 'utf8', maxBuffer: 2 ** 26 });
    const found = new Map<string, string>();
    for (const line of printed.split('\n')) {
      const [, name, rdata] = /^(n\d+)\.example\.com\.\s+60\s+IN\s+\S+\s+(.*)$/.exec(line) ?? [];
      if (name !== undefined && rdata !== undefined) found.set(name, rdata);
    }
    return lines.map((_, at) => found.get(`n${at}`) ?? 'not printed');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What BIND prints keeps the case of names and tags, and where texts were cut; neither tells records apart. */
function fold({ type, rdata }: Line): string {
  if (type === 'TXT')
    return Array.from(rdata.matchAll(/"((?:[^"\\]|\\.)*)"/g), ([, string]) => string).join('');
  if (type === 'CAA') return rdata.replace(/^\d+ \S+/, (start) => start.toLowerCase());
  return rdata.toLowerCase();
}

/** A canonical value as RDATA, by the shortest way that could be right. */
function toRdata(type: RecordType, value: string): string {
  if (type === 'TXT' && !value.startsWith('"')) {
    const octets = [...Buffer.from(value, 'utf8')];
    const strings = octets.map(
      (octet, at) => `${at % 255 === 0 ? '" "' : ''}\\${String(octet).padStart(3, '0')}`,
    );
    return `${strings.join('').slice(2)}"`;
  }
  if (['A', 'AAAA', 'TXT', 'CAA'].includes(type)) return value;
  return `${type === 'MX' || type === 'SRV' ? '10 ' : ''}${value === '.' || value.endsWith(' .') ? value : `${value}.`}`;
}

const anySpelt = fc.oneof(...RECORD_TYPES.map((type) => spelt[type]));

describe.skipIf(!hasBind)('beside BIND (skipped where named-checkzone is not installed)', () => {
  test('records are equal to us exactly if they are to BIND', () => {
    const many = fc.array(anySpelt, { minLength: 1000, maxLength: 1000 });
    fc.assert(
      fc.property(many, (sets) => {
        const all = sets.flatMap(({ type, spellings }) =>
          spellings.map((spelling: Spelling) => ({ type, ...spelling })),
        );
        const byBind = readByBind(all).map((rdata, at) => fold({ type: all[at]?.type ?? 'A', rdata }));
        expect(byBind).not.toContain('not printed');
        const [ours, theirs] = [new Map<string, string>(), new Map<string, string>()];
        for (const [at, { type, text }] of all.entries()) {
          const [own = '', bind = ''] = [`${type} ${readValue(type, text).value}`, `${type} ${byBind[at]}`];
          expect(`${own} = ${ours.get(own) ?? bind}`).toBe(`${own} = ${bind}`);
          expect(`${bind} = ${theirs.get(bind) ?? own}`).toBe(`${bind} = ${own}`);
          ours.set(own, bind);
          theirs.set(bind, own);
        }
      }),
      { numRuns: 1, endOnFailure: true },
    );
  });

  test('what we can read, BIND loads', () => {
    const canonical = fc
      .constantFrom(...RECORD_TYPES)
      .chain((type) => textFor(type).map((text) => ({ type, value: readValue(type, text).value })))
      .filter(({ value }) => value !== undefined);
    fc.assert(
      fc.property(fc.array(canonical, { minLength: 300, maxLength: 300 }), (records) => {
        const lines = records.map(({ type, value = '' }) => ({ type, rdata: toRdata(type, value) }));
        expect(readByBind(lines)).not.toContain('not printed');
      }),
      { numRuns: 1, endOnFailure: true },
    );
  });

  test('the longest texts that we can read, BIND loads', () => {
    const longest = { type: 'TXT', value: readValue('TXT', 'x'.repeat(65_000)).value ?? '' } as const;
    const caa = {
      type: 'CAA',
      value: readValue('CAA', `0 ${'t'.repeat(255)} "${'x'.repeat(65_000)}"`).value ?? '',
    } as const;
    const printed = readByBind(
      [longest, caa].map(({ type, value }) => ({ type, rdata: toRdata(type, value) })),
    );
    expect(printed.map((rdata) => rdata.length > 65_000)).toEqual([true, true]);
  });

  test.each<[RecordType, string]>([
    ['A', '192.0.2.01'],
    ['A', '192.0.2'],
    ['AAAA', '::01.2.3.4'],
    ['AAAA', '1:2:3:4:5:6:7:8::'],
    ['AAAA', '2001:db8::1/64'],
    ['TXT', '"\\300"'],
    ['TXT', '"\\12x"'],
    ['CAA', '256 issue "x"'],
    ['CAA', '0 is-sue "x"'],
    ['CAA', '0 "issue" "x"'],
    ['CAA', '0 issue "a" "b"'],
    ['CAA', '0 issue a b'],
    ['CAA', '0 issue a(b'],
  ])('%s %s is refused by both', (type, text) => {
    expect(readValue(type, text).problem).toBeDefined();
    expect(() => readByBind([{ type, rdata: text }])).toThrow();
  });
});
