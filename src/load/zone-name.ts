/** The name of a zone as its file gives it, by `zone` or by the file's own name. */
import { isIP } from 'node:net';
import { type Fqdn, readAbsoluteName } from '../model/name.ts';
import type { Mistake } from './mistake.ts';

/** The zone's name in canonical form, or why the text is none (dns-rules 1.3). */
export function readZoneName(text: string): Fqdn | Pick<Mistake, 'rule' | 'message'> {
  const { name, problem } = readAbsoluteName(text);
  const why = /^[a-z][a-z0-9+.-]*:\/\//i.test(text)
    ? 'it is a URL'
    : isIP(text) !== 0
      ? 'it is an address'
      : problem !== undefined
        ? problem.message
        : labelProblem(name);
  if (why === undefined && name !== undefined) return name;
  return {
    rule: 'zone-name',
    message: `'${text}' is not a zone name (${why}); name the file after the zone, as in example.com.yaml, or write zone: in it`,
  };
}

function labelProblem(name: Fqdn): string | undefined {
  if (name.includes('*')) return "'*' cannot stand in it";
  // '.' and 'com.' alike: nobody's zone here, and most often a file that is named for something else.
  return name.indexOf('.') === name.length - 1 ? 'it has one label only' : undefined;
}
