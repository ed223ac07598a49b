/** What BIND takes for a host name where it checks names: letters, digits and inner hyphens (RFC 952, RFC 1123 §2.1). */

/** The first label that is none, or undefined where all are. Takes canonical names, final dot or not. */
export function badHostLabel(name: string): string | undefined {
  const bare = name.endsWith('.') ? name.slice(0, -1) : name;
  return bare.split('.').find((label) => !/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(label));
}
