/** The escapes of zone files (RFC 1035 §5.1): `\DDD` is an octet, `\X` is X itself. */

/** The octets that a token's text stands for, one character each; undefined where an escape is none. */
export function unescaped(text: string): string | undefined {
  if (!text.includes('\\')) return text;
  let isSound = true;
  const octets = text.replace(/\\(\d{1,3}|[\s\S]|$)/g, (_, what: string) => {
    if (!/^\d/.test(what)) {
      if (what === '') isSound = false;
      return what;
    }
    if (what.length < 3 || Number(what) > 255) isSound = false;
    return String.fromCharCode(Number(what) & 255);
  });
  return isSound ? octets : undefined;
}

/** A piece of the file for people: octets as the characters they are where that is known, and else as escapes. */
export function shown(text: string): string {
  if (/^[ -~]*$/.test(text)) return text;
  const octets = Buffer.from(text, 'latin1');
  const decoded = octets.toString('utf8');
  if (Buffer.from(decoded, 'utf8').equals(octets) && !/[^\P{Cc}\t]/u.test(decoded)) return decoded;
  return text.replace(/[^ -~]/g, (octet) => `\\${String(octet.charCodeAt(0)).padStart(3, '0')}`);
}
