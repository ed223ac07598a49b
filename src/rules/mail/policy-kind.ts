/** Which policy a text begins like, whatever its case: what belongs to one place is told at another by it. */

export type PolicyKind = 'SPF' | 'DKIM' | 'DMARC' | 'MTA-STS' | 'TLS-RPT';

const KINDS: ReadonlyMap<string, PolicyKind> = new Map([
  ['spf', 'SPF'],
  ['dkim', 'DKIM'],
  ['dmarc', 'DMARC'],
  ['sts', 'MTA-STS'],
  ['tlsrpt', 'TLS-RPT'],
]);

/** Undefined for all other texts, keys without a version among them. */
export function policyKind(text: string): PolicyKind | undefined {
  const version = /^[\s"']*v\s*=\s*(spf|dkim|dmarc|sts|tlsrpt)v?1(?![\d.])/i.exec(text)?.[1];
  return version === undefined ? undefined : KINDS.get(version.toLowerCase());
}
