/** The proxy that the environment names for the API: what carries the calls, and what people are told of it. */
import { DnssyncError } from '../../errors.ts';
import { isLoopback } from './settings.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface Proxy {
  /** With user and password, where it has them. */
  readonly url: string;
  /** Host and port, which may be shown. */
  readonly host: string;
  /** The variable that names it. */
  readonly variable: string;
}

/** Undefined where calls go straight to the API. Throws a usage error for what is no proxy's address. */
export function proxyFor(apiUrl: string, env: Environment): Proxy | undefined {
  const { hostname, port, protocol } = new URL(apiUrl);
  // What goes to this machine may be plain HTTP, so no proxy may carry it away.
  if (isLoopback(hostname)) return undefined;
  const found = variableOf(env, 'HTTPS_PROXY') ?? variableOf(env, 'HTTP_PROXY');
  if (found === undefined) return undefined;
  const noProxy = variableOf(env, 'NO_PROXY')?.value ?? '';
  if (isExempt(hostname, port || (protocol === 'https:' ? '443' : '80'), noProxy)) return undefined;
  const url = URL.canParse(found.value) ? new URL(found.value) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    const hint = 'it is a URL, as in http://proxy.example:3128';
    throw new DnssyncError(`${found.variable} cannot be used as a proxy`, { code: 'usage', hint });
  }
  return { url: url.href, host: url.host, variable: found.variable };
}

/** Lower case wins, as with curl; one that is empty is none. */
function variableOf(env: Environment, name: string): { variable: string; value: string } | undefined {
  const variable = [name.toLowerCase(), name].find((each) => env[each] !== undefined);
  const value = variable === undefined ? '' : (env[variable] ?? '').trim();
  return variable === undefined || value === '' ? undefined : { variable, value };
}

/** `*`, or hosts separated by commas or blanks: each with its subdomains, and with `:port` for that port only. */
function isExempt(host: string, port: string, noProxy: string): boolean {
  return noProxy
    .toLowerCase()
    .split(/[,\s]+/)
    .some((entry) => {
      if (entry === '*') return true;
      const [, name = entry, only] = /^(.+):(\d+)$/.exec(entry) ?? [];
      const domain = name.replace(/^\*?\./, '');
      return domain !== '' && (only ?? port) === port && (host === domain || host.endsWith(`.${domain}`));
    });
}
