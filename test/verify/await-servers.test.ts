/** Waiting for servers after an apply, with a clock of the test's own. */
import { describe, expect, it } from 'vitest';
import type { ZonePublication } from '../../src/model/dns-report.ts';
import type { DnsRecord } from '../../src/model/record.ts';
import type { AskFailure } from '../../src/verify/answer.ts';
import { awaitServers, serialsBefore, type Waiting } from '../../src/verify/await-servers.ts';
import { ServerDirectory } from '../../src/verify/servers.ts';
import { onceApplied, zoneToVerify } from '../../src/verify/subject.ts';
import { desired, record, ZONE } from '../support/records.ts';
import { PlayedServers } from './support.ts';

const FILE = ['www 300 A 192.0.2.1', 'mail 300 MX 10 mx.example.net', 'api 300 A 192.0.2.2'];
const NEW = FILE.map((text) => record(text));
const OLD = [record('www 300 A 192.0.2.9'), ...NEW.slice(1), record('gone 300 TXT old')];
const CHANGED = [record(FILE[0] ?? ''), record('gone 300 TXT old')];
const REFUSED: AskFailure = { code: 'network', message: 'nobody answers there' };

const SUBJECT = onceApplied(
  zoneToVerify(
    {
      name: ZONE,
      file: 'zones/example.com.yaml',
      source: { file: 'zones/example.com.yaml', line: 1, column: 1 },
      records: FILE.map((text) => desired(text)),
    },
    { status: 'read' },
  ),
);

interface Run {
  readonly result: ZonePublication;
  readonly seconds: number;
  readonly waits: readonly Waiting[];
}

/**
 * An apply whose servers publish at these seconds; each server begins with serial 1 and has 2 from then on.
 */
async function run(
  asker: PlayedServers,
  publish: Readonly<Record<string, readonly [at: number, records: readonly DnsRecord[], serial?: number]>>,
  changed = CHANGED,
): Promise<Run> {
  const servers = [...asker.servers.keys()].map((host) => ({ host, port: 53 }));
  const directory = new ServerDirectory(servers, async (host) => [host], asker);
  const before = await serialsBefore([SUBJECT], { asker, directory });
  asker.asked.length = 0;
  let now = 100;
  const tick = (): void => {
    for (const [name, [at, records, serial = 2]] of Object.entries(publish)) {
      if (now - 100 >= at) asker.servers.set(name, { serial, records });
    }
  };
  tick();
  const waits: Waiting[] = [];
  const [result] = await awaitServers([{ subject: SUBJECT, changed }], before, {
    asker,
    directory,
    label: () => 'nobody',
    sleep: async (seconds) => {
      now += seconds;
      tick();
    },
    now: () => now,
    timeoutSeconds: 30,
    signal: new AbortController().signal,
    onWait: (waiting) => waits.push(waiting),
  });
  if (result === undefined) throw new Error('no result');
  return { result, seconds: now - 100, waits };
}

const two = () => new PlayedServers({ a: { serial: 1, records: OLD }, b: { serial: 1, records: OLD } });

describe('servers that publish', () => {
  it('at once are asked for what changed, then for all of it, and nobody waits', async () => {
    const asker = two();
    const { result, seconds, waits } = await run(asker, { a: [0, NEW], b: [0, NEW] });
    expect([result.publication, seconds, waits]).toEqual(['verified', 0, []]);
    const toA = asker.asked.filter((line) => line.startsWith('a ') && !line.includes('SOA'));
    expect(toA).toEqual([
      'a TXT gone.example.com.',
      'a A www.example.com.',
      // All of it, once.
      'a A api.example.com.',
      'a TXT gone.example.com.',
      'a MX mail.example.com.',
      'a A www.example.com.',
    ]);
  });

  it('one after the other are waited for, and asked again only for what is missing', async () => {
    const asker = two();
    const { result, seconds, waits } = await run(asker, { a: [0, NEW], b: [5, NEW] });
    expect(result.publication).toBe('verified');
    expect(seconds).toBeGreaterThanOrEqual(5);
    expect(seconds).toBeLessThan(8);
    expect(waits[0]).toMatchObject({ rrsets: 2, servers: ['b'], secondsLeft: 30 });
    expect(asker.asked.filter((line) => line === 'a MX mail.example.com.')).toHaveLength(1);
  });

  it('piece by piece are asked again only for the pieces that are missing', async () => {
    const part = [...NEW, record('gone 300 TXT old')];
    const asker = two();
    const times = (line: string): number => asker.asked.filter((asked) => asked === line).length;
    const { result } = await run(asker, { a: [0, NEW], b: [3, part] });
    expect(result.publication).toBe('lagging');
    expect(times('b TXT gone.example.com.')).toBeGreaterThan(times('b A www.example.com.') + 5);
  });

  it('with another serial on each are waited for until they have the same', async () => {
    const { result, seconds } = await run(two(), { a: [0, NEW, 3], b: [0, NEW, 2] });
    expect([result.publication, seconds]).toEqual(['lagging', 30]);
  });
});

describe('when time is over', () => {
  it('and no server has it, nor another serial: not published', async () => {
    const { result, seconds } = await run(two(), {});
    expect(result).toMatchObject({ publication: 'not-published', serialMoved: false });
    expect(seconds).toBe(30);
    expect(result.verification.differences.map(({ name }) => name)).toEqual([
      'gone.example.com.',
      'www.example.com.',
    ]);
  });

  it('and what seems to be there was so before: not published, for the serial has not moved', async () => {
    const before = OLD.slice(0, -1);
    const asker = new PlayedServers({ a: { serial: 1, records: before } });
    expect((await run(asker, {})).result).toMatchObject({ publication: 'not-published', serialMoved: false });
  });

  it('and the serial has moved without any change: not published, and told', async () => {
    const { result } = await run(two(), { a: [1, OLD], b: [1, OLD] });
    expect(result).toMatchObject({ publication: 'not-published', serialMoved: true });
  });

  it('and servers fail to serve the zone any more: not published', async () => {
    const asker = two();
    for (const name of ['a', 'b']) asker.servers.set(name, { serial: 1, records: [], rcode: 'SERVFAIL' });
    expect((await run(asker, {})).result.publication).toBe('not-published');
  });

  it('and one of two has it: lagging', async () => {
    expect((await run(two(), { a: [0, NEW] })).result).toMatchObject({
      publication: 'lagging',
      serialMoved: false,
    });
  });

  it('and part of the changes is there: different', async () => {
    const part = [...NEW, record('gone 300 TXT old')];
    expect((await run(two(), { a: [0, part], b: [0, part] })).result.publication).toBe('different');
  });

  it('and the changes are there, but other data was lost on the way: different', async () => {
    const { result } = await run(two(), { a: [0, NEW.slice(0, 2)], b: [0, NEW.slice(0, 2)] });
    expect(result.publication).toBe('different');
    expect(result.verification.differences.map(({ name }) => name)).toEqual(['api.example.com.']);
  });

  it('and one could not be asked: unasked, though the other has everything', async () => {
    const asker = two();
    asker.servers.set('b', { serial: 1, records: [], fails: REFUSED });
    expect((await run(asker, { a: [0, NEW] })).result.publication).toBe('unasked');
  });

  it('and the plan had nothing to write: all that differs counts', async () => {
    expect((await run(two(), {}, [])).result.publication).toBe('not-published');
  });
});
