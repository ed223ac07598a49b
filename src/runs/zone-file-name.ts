/** The name of the file that holds a zone's snapshot. */

/** Names of files end at 255 octets on all common systems; the ending and a digest need some of them. */
const LONGEST = 200;

/**
 * A zone's name as far as it can name a file: `0/25.2.0.192.in-addr.arpa` is a zone (RFC 2317 §4), and what the service
 * lists can be anything. Readers take the zone's name from the file, never from its name.
 *
 * @param taken the names given out before, which no other zone gets
 */
export function zoneFileName(domain: string, taken: Set<string>): string {
  const plain = domain
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]/g, '_')
    .replace(/^\.+/, '_')
    .slice(0, LONGEST);
  let name = plain;
  for (let count = 2; taken.has(name); count++) name = `${plain}~${count}`;
  taken.add(name);
  return name;
}
