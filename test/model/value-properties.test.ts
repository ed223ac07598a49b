import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RECORD_TYPES } from '../../src/model/record.ts';
import { txtOctets } from '../../src/model/value/txt.ts';
import { readValue } from '../../src/model/value.ts';
import { quotedSpelling, spelt, textFor } from './spellings.ts';

describe.each(RECORD_TYPES)('%s', (type) => {
  test('any text is read or refused, never thrown at', () => {
    fc.assert(
      fc.property(textFor(type), (text) => {
        const reading = readValue(type, text);
        expect(typeof (reading.value ?? reading.problem?.message)).toBe('string');
      }),
      { numRuns: 1000 },
    );
  });

  test('the canonical form is its own canonical form', () => {
    fc.assert(
      fc.property(textFor(type), (text) => {
        const { value } = readValue(type, text);
        if (value !== undefined) expect(readValue(type, value)).toEqual({ value });
      }),
      { numRuns: 1000 },
    );
  });

  test('all spellings of one record are one value', () => {
    fc.assert(
      fc.property(spelt[type], ({ spellings }) => {
        const readings = spellings.map(({ text }) => readValue(type, text));
        expect(readings.map(({ problem }) => problem)).toEqual(spellings.map(() => undefined));
        expect(new Set(readings.map(({ value }) => value)).size).toBe(1);
      }),
      { numRuns: 1000 },
    );
  });

  test('the canonical form survives trimming, JSON and UTF-8, and has no line of its own', () => {
    fc.assert(
      fc.property(textFor(type), (text) => {
        const { value } = readValue(type, text);
        if (value === undefined) return;
        expect(value.trim()).toBe(value);
        expect(value).not.toBe('');
        expect(JSON.parse(JSON.stringify(value))).toBe(value);
        expect(Buffer.from(value, 'utf8').toString('utf8')).toBe(value);
        expect(value).not.toMatch(/[\n\r\0]/);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('TXT octets', () => {
  test('come back as they went, however they were cut and escaped', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 600 }).chain((data) => fc.tuple(fc.constant(data), quotedSpelling(data))),
        ([data, text]) => {
          expect(txtOctets(text)).toEqual(Buffer.from(data));
          expect(txtOctets(readValue('TXT', text).value ?? '')).toEqual(Buffer.from(data));
        },
      ),
    );
  });

  test('every string of the quoted form fits into a character-string (RFC 1035 §3.3)', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 250, maxLength: 1100 }), (data) => {
        const { value = '' } = readValue(
          'TXT',
          `"${[...data].map((octet) => `\\${String(octet).padStart(3, '0')}`).join('')}"`,
        );
        for (const [string] of value.matchAll(/"(?:[^"\\]|\\.)*"/g)) {
          expect(string.slice(1, -1).replaceAll(/\\\d{3}|\\./g, 'x').length).toBeLessThanOrEqual(255);
        }
      }),
    );
  });

  test('two texts are one value exactly if they are the same octets', () => {
    const few = fc
      .uint8Array({ maxLength: 3 })
      .map((data) => data.map((octet) => [0x20, 0x22, 0x5c, 0x41, 0xc3][octet % 5] ?? 0));
    const both = fc
      .tuple(few, few)
      .chain(([a, b]) => fc.tuple(fc.constant([a, b]), quotedSpelling(a), quotedSpelling(b)));
    fc.assert(
      fc.property(both, ([[a = few, b = few], textOfA, textOfB]) => {
        expect(readValue('TXT', textOfA).value === readValue('TXT', textOfB).value).toBe(
          String(a) === String(b),
        );
      }),
      { numRuns: 2000 },
    );
  });
});
