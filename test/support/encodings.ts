/** The ways in which a secret may stand in a text without being read at once. */

/** The text itself and its encodings; of those by groups of octets, the part that does not depend on what is around it. */
export function encodingsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .slice(shift === 0 ? 0 : 4, -4),
  );
  const each = (write: (unit: number) => string) => [...bytes].map(write).join('');
  const hex = (unit: number, digits = 2) => unit.toString(16).padStart(digits, '0');
  return [
    secret,
    secret.toLowerCase(),
    secret.toUpperCase(),
    [...secret].reverse().join(''),
    ...base64,
    ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    each((unit) => `%${hex(unit)}`),
    each((unit) => `\\x${hex(unit)}`),
    each((unit) => `\\u${hex(unit, 4)}`),
    each((unit) => `\\${String(unit).padStart(3, '0')}`),
    each((unit) => `&#${unit};`),
    // Cut in the middle, as long values are.
    secret.slice(0, 12),
    secret.slice(-12),
  ];
}
