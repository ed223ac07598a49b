/** The token and the API's address, as the environment gives them (the vendor's own names), checked before any use. */
import { DnssyncError } from '../../errors.ts';
import { Secret } from './secret.ts';

export interface Settings {
  /** Scheme, host, port and base path, without a final slash: `https://admin.vps.org/api/v1`. */
  readonly apiUrl: string;
  readonly token: Secret;
}

const DEFAULT_API_URL = 'https://admin.vps.org/api/v1';

/**
 * Reads `VPS_API_TOKEN` (or the text of a token file, which wins) and `VPS_API_URL`. Throws a DnssyncError that never
 * shows the token: `auth` where there is none to send, `usage` where the address cannot be used.
 */
export function readSettings(
  env: Readonly<Record<string, string | undefined>>,
  options: { readonly tokenFileText?: string } = {},
): Settings {
  if (env.NODE_TLS_REJECT_UNAUTHORIZED === '0') {
    throw new DnssyncError('NODE_TLS_REJECT_UNAUTHORIZED=0 would send the token to anyone who answers', {
      code: 'usage',
      hint: 'unset it; name a private certificate authority in NODE_EXTRA_CA_CERTS instead',
    });
  }
  return {
    apiUrl: readApiUrl(env.VPS_API_URL?.trim() || DEFAULT_API_URL),
    token: readToken(options.tokenFileText, env.VPS_API_TOKEN),
  };
}

function readToken(fileText: string | undefined, variable: string | undefined): Secret {
  const token = (fileText ?? variable ?? '').trim();
  const source = fileText === undefined ? 'VPS_API_TOKEN' : 'the token file';
  const hint = 'make one in the dashboard, under /account/developers/, and put it into VPS_API_TOKEN';
  if (token === '')
    throw new DnssyncError(`no API token: ${source} is empty or not set`, { code: 'auth', hint });
  // fetch repeats a header value it cannot send in its error text, so nothing else may come that far.
  if (!/^vps_[A-Za-z0-9_-]{4,200}$/.test(token)) {
    const message = `${source} holds no API token: one is vps_ and letters, digits, '_' or '-'`;
    throw new DnssyncError(message, { code: 'auth', hint });
  }
  return new Secret(token);
}

function readApiUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) throw refused('VPS_API_URL is not a URL');
  if (url.username !== '' || url.password !== '')
    throw refused('VPS_API_URL must not hold a user or password');
  if (url.search !== '' || url.hash !== '') throw refused('VPS_API_URL must not hold a query or fragment');
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw refused('VPS_API_URL must begin with https:// (http:// is for this machine only)');
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw refused('VPS_API_URL must begin with https://');
  // Link-local addresses are where clouds keep their metadata services; no API lives there.
  if (/^(?:169\.254\.|\[fe[89ab]|\[::ffff:a9fe:|\[fd00:ec2::254\])/.test(url.hostname))
    throw refused('VPS_API_URL is a link-local address');
  const path = url.pathname.replace(/\/+$/, '');
  return `${url.origin}${path === '' ? '/api/v1' : path}`;
}

/** Hosts whose traffic never leaves this machine; `hostname` as the URL parser normalises it. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

function refused(message: string): DnssyncError {
  return new DnssyncError(message, { code: 'usage', hint: `the vendor's address is ${DEFAULT_API_URL}` });
}
