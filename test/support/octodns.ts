/** The real octoDNS, from PyPI: reads and writes its files by its own code. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { installVenv, venvProgram } from './python-venv.ts';

const requirements = new URL('../convert/octodns.requirements.txt', import.meta.url);
const script = fileURLToPath(new URL('../convert/octodns-lines.py', import.meta.url));

/** An RRset: name, type, ttl, and data as zone files have it; of a TXT, from octoDNS, its octets in hexadecimal. */
export type OctodnsRRset = readonly [name: string, type: string, ttl: number, data: readonly string[]];

export interface OctodnsZone {
  readonly records: readonly OctodnsRRset[];
  /** Those that octoDNS is told to ignore. */
  readonly ignored: readonly OctodnsRRset[];
  /** Name and type of those it takes against its rules. */
  readonly lenient: readonly string[];
}

/** What YamlProvider is set to; `escaped_semicolons` as octoDNS 1.x has it by default. */
type Settings = Readonly<Record<string, boolean | string>>;
const DEFAULTS: Settings = { escaped_semicolons: true };

export interface Octodns {
  /**
   * Reads the files of a zone in a folder. Rejects with octoDNS' own words.
   *
   * @param lenient takes what breaks its rules, as `octodns-dump --lenient` does
   */
  load(directory: string, zone: string, settings?: Settings, lenient?: boolean): Promise<OctodnsZone>;
  /** Writes a zone into a folder. */
  dump(directory: string, zone: string, records: readonly OctodnsRRset[], settings?: Settings): Promise<void>;
}

/** Starts it; says why where it cannot be had. It ends with the test file. */
export async function startOctodns(): Promise<Octodns | { readonly missing: string }> {
  const { missing } = await installVenv('octodns', requirements, 'octodns.manager');
  if (missing !== undefined) {
    process.stderr.write(`WARNING: octoDNS is MISSING, its tests are SKIPPED: ${missing}\n`);
    return { missing };
  }
  const child = spawn(venvProgram('octodns', 'python'), [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  afterAll(() => {
    child.stdin.end();
  });
  let last: Promise<unknown> = Promise.resolve();
  const ask = <T>(request: object): Promise<T> => {
    const answer = last.then(async () => {
      child.stdin.write(`${JSON.stringify(request)}\n`);
      const { value, done } = await lines.next();
      if (done === true) throw new Error('octoDNS has ended');
      const answered = JSON.parse(value) as T & { error?: string };
      if (answered.error !== undefined) throw new Error(answered.error);
      return answered;
    });
    last = answer.catch(() => undefined);
    return answer;
  };
  return {
    load: (directory, zone, settings = {}, lenient = false) =>
      ask({ do: 'load', directory, zone, lenient, settings: { ...DEFAULTS, ...settings } }),
    dump: async (directory, zone, records, settings = {}) => {
      await ask({ do: 'dump', directory, zone, records, settings: { ...DEFAULTS, ...settings } });
    },
  };
}
