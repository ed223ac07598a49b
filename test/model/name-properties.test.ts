import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Fqdn,
  isInZone,
  presentOwner,
  presentTarget,
  readAbsoluteName,
  readLiveOwner,
  readOwner,
} from '../../src/model/name.ts';
import { textFor } from './spellings.ts';

const zone = 'example.com.' as Fqdn;

/** Any text, much of it near a name of the zone. */
const anyText = fc.oneof(
  textFor('CNAME'),
  fc
    .tuple(
      textFor('CNAME'),
      fc.constantFrom('.example.com', '.EXAMPLE.com.', '.example.com.example.com', '.', ''),
    )
    .map(([start, end]) => start + end),
);

/** Names at or below the zone, among them those that repeat it. */
const inZone = fc
  .array(
    fc.constantFrom('www', 'a', '*', '_x', '-', '01', 'com', 'example.com', 'xexample.com', 'xn--bcher-kva'),
    { maxLength: 4 },
  )
  .map((labels) => [...labels, zone].join('.') as Fqdn);

describe('names', () => {
  test('the canonical form is its own canonical form', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { name } = readAbsoluteName(text);
        if (name === undefined) return;
        expect(readAbsoluteName(name)).toEqual({ name });
        expect(readAbsoluteName(presentTarget(name))).toEqual({ name });
      }),
      { numRuns: 3000 },
    );
  });

  test('every character gives what zone files take as it stands, or is refused', () => {
    const offenders: string[] = [];
    for (let code = 0; code <= 0xffff; code++) {
      const character = String.fromCodePoint(code);
      for (const label of [character, `é${character}x`]) {
        const { name } = readAbsoluteName(`${label}.example`);
        if (name === undefined) continue;
        const isPlain = /^[!-~]+\.example\.$/.test(name) && !/[A-Z;()"@$\\]|^\.|\.\./.test(name);
        if (!isPlain || readAbsoluteName(name).name !== name)
          offenders.push(`U+${code.toString(16)} ${name}`);
      }
    }
    expect(offenders).toEqual([]);
  });

  test('a Punycode label is read as it stands, or refused', () => {
    const puny = fc
      .string({ unit: fc.constantFrom(...'abz019-kv'), maxLength: 8 })
      .map((text) => `xn--${text}`);
    fc.assert(
      fc.property(puny, (text) => {
        expect([`${text}.`, undefined]).toContain(readAbsoluteName(text).name);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('owners', () => {
  test('relative, absolute, with final dot and in capitals are one name', () => {
    const relative = fc.array(fc.constantFrom('www', 'a', '*', '_x', '01', 'net'), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(relative, (labels) => {
        const text = labels.join('.');
        const forms = [
          text,
          `${text}.example.com`,
          `${text}.example.com.`,
          `${text}.EXAMPLE.com`.toUpperCase(),
        ];
        for (const form of forms) expect(readOwner(form, zone).name).toBe(`${text}.example.com.`);
      }),
    );
  });

  test('what is shown of a name is read back as that name', () => {
    fc.assert(
      fc.property(inZone, (name) => {
        expect(readOwner(presentOwner(name, zone), zone)).toEqual({ name });
        expect(readLiveOwner(presentOwner(name, zone), zone)).toBe(name);
      }),
      { numRuns: 1000 },
    );
  });

  test('every text of the service has a name, which is what readOwner says where it can say', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const name = readLiveOwner(text, zone);
        expect(name.endsWith('.')).toBe(true);
        expect(readLiveOwner(name, zone)).toBe(name);
        const reading = readOwner(text, zone);
        if (reading.name !== undefined) expect(name).toBe(reading.name);
        else if (!text.endsWith('.')) expect(isInZone(name, zone)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  test('what is shown of any name of the service is read back as that name', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const name = readLiveOwner(text, zone);
        expect(readLiveOwner(presentOwner(name, zone), zone)).toBe(name);
      }),
      { numRuns: 3000 },
    );
  });
});
