/** Host names as values (CNAME, NS, MX): lower case, A-labels, absolute, written without the final dot as the API does. */
import { presentTarget, readAbsoluteName } from '../name.ts';
import type { ValueReading } from '../value.ts';

/** Reads the target of a CNAME or NS; '.' is no usable target for them. */
export function readTarget(text: string, type: 'CNAME' | 'NS'): ValueReading {
  if (text === '.')
    return { problem: { code: 'target-root', message: `'.' is not a usable ${type} target; name a host` } };
  return readHost(text);
}

/** Reads the exchange of an MX; '.' is the null MX (RFC 7505 §3). */
export function readMxTarget(text: string): ValueReading {
  if (/^\d+\s+\S/.test(text)) {
    return {
      problem: {
        code: 'mx-priority',
        message: `'${text}' begins with a number: put the preference into priority`,
      },
    };
  }
  return readHost(text);
}

/** Reads any host name, '.' included. */
export function readHost(text: string): ValueReading {
  const hint = urlHint(text);
  const reading = hint === undefined ? readAbsoluteName(text) : { problem: { message: hint } };
  if (reading.problem === undefined) return { value: presentTarget(reading.name) };
  const message = `'${text}' is not a host name; ${reading.problem.message}`;
  return { problem: { code: 'target-syntax', message } };
}

/** URLs, ports and paths are names to DNS, and BIND loads them; none of them ever resolves (dns-rules 3.2). */
function urlHint(text: string): string | undefined {
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(text)?.[0];
  if (scheme !== undefined) return `leave out '${scheme}'`;
  const sign = /[:/?#]/.exec(text)?.[0];
  return sign === undefined ? undefined : `it cannot hold '${sign}'`;
}
