/** Every record that the grammar of SPF makes (RFC 7208 §12) is read without a complaint of form. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readSpfRecord } from '../../../src/rules/mail/spf-record.ts';

const macro = fc
  .tuple(
    fc.constantFrom(...'slodiphvSLODIPHV'),
    fc.constantFrom('', '1', '2', '12'),
    fc.constantFrom('', 'r', 'R'),
    fc.constantFrom('', '-', '.', '+', ',', '/', '_', '=', '.-'),
  )
  .map(([letter, digits, reverse, delimiters]) => `%{${letter}${digits}${reverse}${delimiters}}`);
const label = fc.stringMatching(/^[a-zA-Z0-9_](?:[a-z0-9-]{0,8}[a-zA-Z0-9])?$/);
const piece = fc.oneof(
  { weight: 3, arbitrary: label },
  { weight: 1, arbitrary: macro },
  fc.constantFrom('%%', '%_', '%-'),
);
const domain = fc.oneof(
  fc.domain(),
  fc.domain().map((name) => `${name}.`),
  fc
    .tuple(fc.array(piece, { minLength: 1, maxLength: 4 }), fc.oneof(macro, fc.domain()))
    .map(([pieces, end]) => [...pieces, end].join('.')),
);
const length4 = fc.integer({ min: 0, max: 32 }).map((bits) => `/${bits}`);
const length6 = fc.integer({ min: 0, max: 128 }).map((bits) => `/${bits}`);
const maybe = (text: fc.Arbitrary<string>) => fc.oneof(fc.constant(''), text);
const lengths = fc
  .tuple(maybe(length4), maybe(length6.map((bits) => `/${bits}`)))
  .map((both) => both.join(''));

const mechanism = fc
  .tuple(
    fc.constantFrom('', '+', '-', '~', '?'),
    fc.oneof(
      domain.map((name) => `include:${name}`),
      domain.map((name) => `exists:${name}`),
      fc
        .tuple(fc.constantFrom('a', 'mx', 'A', 'Mx'), maybe(domain.map((name) => `:${name}`)), lengths)
        .map((parts) => parts.join('')),
      maybe(domain.map((name) => `:${name}`)).map((name) => `ptr${name}`),
      fc.tuple(fc.ipV4(), maybe(length4)).map(([address, bits]) => `ip4:${address}${bits}`),
      fc.tuple(fc.ipV6(), maybe(length6)).map(([address, bits]) => `IP6:${address}${bits}`),
      fc.constantFrom('all', 'ALL'),
    ),
  )
  .map((parts) => parts.join(''));
const modifiers = fc.tuple(
  maybe(domain.map((name) => `redirect=${name}`)),
  maybe(domain.map((name) => `exp=${name}`)),
  maybe(fc.constantFrom('ra=postmaster', 'rp=100', 'x-y.z_1=%{d}', 'op=nosys')),
);

test('nothing is wrong with them, and no term is lost', () => {
  fc.assert(
    fc.property(
      fc.array(mechanism, { maxLength: 12 }),
      modifiers,
      fc.constantFrom(' ', '  '),
      (terms, others, blank) => {
        const record = readSpfRecord(`v=spf1${[...terms, ...others].map((term) => blank + term).join('')}`);
        expect(record.problems).toEqual([]);
        expect([...record.mechanisms, ...record.unreached].map(({ text }) => text)).toEqual(terms);
        expect(record.redirect?.text ?? '').toBe(others[0]);
      },
    ),
    { numRuns: 2000 },
  );
});
