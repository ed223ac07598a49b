import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writeBind } from '../../src/convert/bind/write.ts';
import type { ExportedZone } from '../../src/convert/exported.ts';
import { exportToJson } from '../../src/convert/json/write.ts';
import { writeOctodns } from '../../src/convert/octodns/write.ts';
import { safeJson } from '../../src/render/safe.ts';
import { sealed } from '../../src/render/sealed.ts';
import { commandsIn } from '../support/github-runner.ts';
import { ZONE } from '../support/records.ts';
import { wildRecords } from '../support/wild-records.ts';

const seed = 20_261_126;

const FORMATS: readonly [string, (zone: ExportedZone) => string][] = [
  ['bind', (zone) => writeBind(zone).text],
  ['octodns', (zone) => writeOctodns(zone).text],
  ['json', (zone) => `${safeJson(exportToJson(zone))}\n`],
];

/** What the service may hold and no format can say goes into comments, or into strings. */
const leftOut = fc.array(
  fc.record({
    what: fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '\n$INCLUDE /etc/passwd',
        '\r@ A 192.0.2.9',
        '\n::add-mask::x',
        '##[x]',
        '"}',
        '\u2028x: y',
        '\u202ex',
      ),
    ),
    why: fc.string({ unit: 'binary' }),
  }),
  { maxLength: 3 },
);

describe.each(FORMATS)('%s, whatever a zone holds', (_, write) => {
  test('is printable ASCII (or what JSON escapes), no command of a runner, and leaves the process as it is', () => {
    fc.assert(
      fc.property(wildRecords, leftOut, (records, left) => {
        const text = write({ zone: ZONE, records, leftOut: left });
        const comments = /^[;#] .*$/gm;
        // Values must not change on the way out; comments may.
        expect(sealed(text).replace(comments, '')).toBe(text.replace(comments, ''));
        expect(commandsIn(sealed(text))).toEqual([]);
        expect(text).not.toMatch(/[\0-\x09\x0b-\x1f\x7f-\x9f\u2028\u202e]/);
      }),
      { seed, numRuns: 300 },
    );
  });
});

test('a zone file has one line a record, and no directive but its two', () => {
  fc.assert(
    fc.property(wildRecords, leftOut, (records, left) => {
      const lines = writeBind({ zone: ZONE, records, leftOut: left }).text.trimEnd().split('\n');
      const rest = lines.filter((line) => !line.startsWith(';'));
      const own = records.filter(({ name, type }) => name === ZONE && type === 'NS').length;
      expect(rest).toHaveLength(2 + 1 + (own > 0 ? 0 : 1) + records.length);
      expect(rest.filter((line) => line.startsWith('$'))).toEqual([
        '$ORIGIN example.com.',
        expect.stringMatching(/^\$TTL \d+$/),
      ]);
      expect(lines.join('\n')).toMatch(/^[ -~\n]*$/);
    }),
    { seed, numRuns: 300 },
  );
});
