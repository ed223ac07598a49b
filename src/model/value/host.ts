/** Host names as values (CNAME, NS, MX): lower case, A-labels, absolute, written without the final dot as the API does. */
import { presentTarget, readAbsoluteName } from '../name.ts';
import type { ValueReading } from '../value.ts';

/** Reads the target of a CNAME or NS; '.' is no usable target for them. */
export function readTarget(text: string, type: 'CNAME' | 'NS'): ValueReading {
  if (text === '.')
    return { problem: { code: 'target-root', message: `'.' is not a usable ${type} target` } };
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
  const reading = readAbsoluteName(text);
  if (reading.problem !== undefined) {
    const leaveOut = /^[a-z][a-z0-9+.-]*:\/\//i.exec(text)?.[0];
    const hint = leaveOut === undefined ? reading.problem.message : `leave out '${leaveOut}'`;
    return { problem: { code: 'target-syntax', message: `'${text}' is not a host name; ${hint}` } };
  }
  return { value: presentTarget(reading.name) };
}
