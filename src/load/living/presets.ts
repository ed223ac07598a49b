/** Patterns that go by a name: what well-known programs and services write into zones (docs/living-with-others.md). */
import type { RecordPattern } from '../../model/pattern.ts';

type PresetPattern = Pick<RecordPattern, 'name' | 'types' | 'value' | 'registry'>;

/** A text by which the owner of a domain shows to a service that it is theirs. */
const token = (value: string): PresetPattern => ({ types: ['TXT'], value });
const tokenAt = (name: string): PresetPattern => ({ types: ['TXT'], name });

export const PRESETS: ReadonlyMap<string, readonly PresetPattern[]> = new Map([
  // RFC 8555 §8.4; with labels before it, draft-ietf-acme-dns-account-label. A CNAME there is no client's, but set by hand.
  ['acme', [tokenAt('**._acme-challenge.**')]],
  ['external-dns', [{ ...token('heritage=external-dns,*'), registry: true }]],
  [
    'site-verification',
    [
      token('*-site-verification=*'),
      token('*-domain-verification=*'),
      token('*-domain-verification-*=*'),
      token('*-verification=*'),
      token('*-verification:*'),
      token('*-verification-code=*'),
      token('*-domain-verify=*'),
      token('*-verify=*'),
      token('MS=*'),
      token('apple-domain=*'),
      token('docusign=*'),
      token('webexdomainverification.*'),
      token('ZOOM_verify_*'),
      tokenAt('_github-challenge-*.**'),
      tokenAt('_gh-*.**'),
      tokenAt('_github-pages-challenge-*.**'),
      tokenAt('_gitlab-pages-verification-code.**'),
    ],
  ],
]);
