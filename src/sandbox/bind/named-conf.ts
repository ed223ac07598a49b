/** The configuration of `named`; all paths are relative to the folder that it is started in. */
import { zonePath } from './zone-path.ts';

/**
 * Authoritative for what zones.conf lists, and nothing beyond loopback.
 * @param rndcPort where rndc may ask for a reload; undefined where nobody does
 */
export function namedConf(rndcPort: number | undefined): string {
  const control =
    rndcPort === undefined
      ? 'controls { };\n'
      : `include "rndc.key";
controls { inet 127.0.0.1 port ${rndcPort} allow { 127.0.0.1; } keys { "sandbox"; }; };
`;
  return `options {
  directory ".";
  listen-on { 127.0.0.1; };
  listen-on-v6 { none; };
  allow-query { 127.0.0.1; };
  allow-transfer { 127.0.0.1; };
  recursion no;
  notify no;
  dnssec-validation no;
  empty-zones-enable no;
  pid-file none;
  session-keyfile none;
};
${control}include "zones.conf";
`;
}

/** @param domains for each of which isZoneName holds */
export function zonesConf(domains: Iterable<string>): string {
  const lines = Array.from(domains)
    .sort()
    .map((domain) => `zone "${domain}" { type primary; file "${zonePath(domain)}"; };\n`);
  return lines.join('');
}

/** @param secret in Base64 */
export function rndcKey(secret: string): string {
  return `key "sandbox" { algorithm hmac-sha256; secret "${secret}"; };\n`;
}
