/** The journal of a run: nothing is sent before its line is on the disk, and a reader gets all that was written. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DnssyncError } from '../../src/errors.ts';
import type { Fqdn } from '../../src/model/name.ts';
import { JournalFile } from '../../src/runs/disk/journal-file.ts';
import { type JournalCall, readJournal } from '../../src/runs/journal.ts';
import { type Journal, journaled } from '../../src/runs/journaled.ts';
import { isRunId, runIdAfter, runIdOf } from '../../src/runs/run-id.ts';
import { zoneFileName } from '../../src/runs/zone-file-name.ts';
import { applyPlanned, planZones } from '../../src/sync.ts';
import { folder } from '../support/cli.ts';
import { lost, MemoryProvider } from '../support/memory-provider.ts';

const NOW = () => '2026-11-26T12:00:00.000Z';
const ZONE = { id: 'zone-example.com.', name: 'example.com.' as Fqdn };
const A = { type: 'A', name: 'www.example.com.' as Fqdn, value: '192.0.2.1', ttl: 300 } as const;

async function journalFile(): Promise<{ journal: JournalFile; text: () => string }> {
  const path = join(folder({}), 'journal.jsonl');
  const journal = await JournalFile.create(path, NOW);
  return { journal, text: () => readFileSync(path, 'utf8') };
}

describe('a journaled writer', () => {
  it('has its intent on the disk before the call goes out, and tells what came of it', async () => {
    const { journal, text } = await journalFile();
    const provider = new MemoryProvider().addZone('example.com.');
    const seen: string[] = [];
    const writer = journaled(
      {
        createZone: (name) => provider.createZone(name),
        createRecord: (zone, record) => {
          seen.push(text());
          return provider.createRecord(zone, record);
        },
        updateRecord: (zone, id, record) => provider.updateRecord(zone, id, record),
        deleteRecord: (zone, id) => provider.deleteRecord(zone, id),
        deleteZone: (zone) => provider.deleteZone(zone),
      },
      journal,
    );
    await writer.createRecord(ZONE, A);
    expect(readJournal(seen[0] ?? '').entries).toEqual([
      { call: 'create', zone: 'example.com', record: A, result: { state: 'intent' } },
    ]);
    await expect(writer.createRecord(ZONE, A)).rejects.toThrow('exists');
    provider.mishaps = [{ call: 'create', nth: 3, when: 'after', error: lost() }];
    await expect(writer.createRecord(ZONE, { ...A, value: '192.0.2.2' })).rejects.toThrow('reset');
    await writer.updateRecord(ZONE, 'rec-000001', { ...A, ttl: 60 });
    await writer.deleteRecord(ZONE, 'rec-000001');
    await writer.createZone('example.net.' as Fqdn);
    await writer.deleteZone(ZONE);
    await journal.close();
    expect(readJournal(text()).entries.map(({ call, result }) => [call, result.state])).toEqual([
      ['create', 'done'],
      ['create', 'failed'],
      ['create', 'unknown'],
      ['update', 'done'],
      ['delete', 'done'],
      ['create-zone', 'done'],
      ['delete-zone', 'done'],
    ]);
    expect(readJournal(text()).entries[0]?.result).toEqual({ state: 'done', id: 'rec-000001' });
  });

  it('sends nothing once the journal cannot be written, and the run stops', async () => {
    const provider = new MemoryProvider().addZone('example.com.');
    let intents = 0;
    const journal: Journal = {
      intent: async () => {
        if (++intents > 2) throw new DnssyncError('no space left on device', { code: 'stopped' });
        return intents;
      },
      result: () => undefined,
    };
    const source = { file: 'zones/example.com.yaml', line: 1, column: 1 };
    const records = Array.from({ length: 9 }, (_, i) => ({ ...A, value: `192.0.2.${i}`, source }));
    const desired = [{ name: ZONE.name, file: source.file, source, records }];
    const planned = await planZones({ desired, managed: new Set([ZONE.name]) }, provider);
    const report = await applyPlanned(planned, {
      reader: provider,
      writer: journaled(provider, journal),
      finisher: provider,
      sleep: async () => undefined,
      signal: new AbortController().signal,
      onEvent: () => undefined,
      concurrency: 1,
    });
    expect(report.stopped).toBe('no space left on device');
    expect(provider.log.filter((line) => line.startsWith('create '))).toHaveLength(2);
    expect(report.steps.filter(({ outcome }) => outcome.status === 'not-tried')).toHaveLength(7);
  });
});

describe('a journal file', () => {
  it('is readable by its owner only, and is never one that was there before', async () => {
    const cwd = folder({ 'there.jsonl': '' });
    await (await JournalFile.create(join(cwd, 'new.jsonl'), NOW)).close();
    expect(statSync(join(cwd, 'new.jsonl')).mode & 0o777).toBe(0o600);
    await expect(JournalFile.create(join(cwd, 'there.jsonl'), NOW)).rejects.toThrow('EEXIST');
  });

  it('that cannot be written stops those who must not go on, and nobody else', async () => {
    const { journal } = await journalFile();
    await journal.close();
    const call: JournalCall = { call: 'delete', zone: 'example.com', id: 'x' };
    await expect(journal.intent(call)).rejects.toMatchObject({
      code: 'stopped',
      message: expect.stringContaining('file closed'),
    });
    await expect(journal.intent(call)).rejects.toMatchObject({ code: 'stopped' });
    expect(await journal.lenient().intent(call)).toBe(0);
  });

  it('holds the lines of calls that come together, each whole', async () => {
    const { journal, text } = await journalFile();
    const calls = Array.from({ length: 200 }, (_, i) => ({ call: 'delete' as const, zone: 'z', id: `${i}` }));
    await Promise.all(
      calls.map(async (call) => journal.result(await journal.intent(call), { state: 'done' })),
    );
    await journal.close();
    expect(readJournal(text()).entries).toEqual(
      calls.map((call) => ({ ...call, result: { state: 'done' } })),
    );
  });
});

it('a journal that was cut anywhere tells of all calls whose line is whole', () => {
  const lines = Array.from({ length: 20 }, (_, i) => [
    JSON.stringify({ seq: i, at: NOW(), state: 'intent', call: 'delete', zone: 'z', id: `\u{1f600}${i}` }),
    JSON.stringify({ seq: i, at: NOW(), state: 'done' }),
  ]).flat();
  const octets = Buffer.from(`${lines.join('\n')}\n`);
  fc.assert(
    fc.property(fc.nat(octets.length), (at) => {
      const cut = octets.subarray(0, at).toString('utf8');
      const whole = cut.split('\n').length - 1;
      const entries = readJournal(cut).entries;
      const extra = lines[whole] !== undefined && cut.endsWith(lines[whole]) ? 1 : 0;
      expect(entries).toHaveLength(Math.ceil((whole + extra) / 2));
      expect(entries.filter(({ result }) => result.state === 'done')).toHaveLength(
        Math.floor((whole + extra) / 2),
      );
    }),
  );
});

it('lines that are none of a journal are passed over', () => {
  const hostile = [
    'null',
    '1',
    '[]',
    '{"seq":1}',
    '{"seq":"1","state":"intent","call":"delete","zone":"z","id":"1"}',
    '{"seq":2,"state":"intent","call":"format","zone":"z"}',
    '{"seq":3,"state":"intent","call":"create","zone":"z"}',
    '{"seq":3,"state":"intent","call":"update","zone":"z","record":{"type":"A","name":"a","value":"b","ttl":1}}',
    '{"seq":4,"state":"done"}',
    '{"__proto__":{"seq":5},"state":"done"}',
  ];
  expect(readJournal(hostile.join('\n')).entries).toEqual([]);
  fc.assert(fc.property(fc.string(), (text) => Array.isArray(readJournal(text).entries)));
});

it('names of runs sort by time', () => {
  const date = fc.date({ min: new Date('1990-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(date, date, (a, b) => {
      const [x, y] = [runIdOf(a.toISOString(), 'ffff'), runIdOf(b.toISOString(), '0000')];
      expect([isRunId(x), isRunId(y)]).toEqual([true, true]);
      if (a < b) expect(x < y).toBe(true);
    }),
  );
  expect(['..', 'x', '', `${runIdOf(NOW(), '0000')}/..`].some(isRunId)).toBe(false);
});

it('a run is named after the last one, also where the clock was set back', () => {
  const last = runIdOf('2026-11-26T12:00:00.999Z', 'ffff');
  for (const startedAt of [
    '2026-11-26T12:00:00.999Z',
    '2026-11-26T12:00:00.998Z',
    '1970-01-01T00:00:00.000Z',
  ]) {
    const next = runIdAfter(last, startedAt, '0000');
    expect([isRunId(next), next > last]).toEqual([true, true]);
  }
  expect(runIdAfter(last, '2026-11-26T12:00:01.000Z', '0000')).toBe('20261126T120001.000Z-0000');
  expect(runIdAfter(undefined, '1970-01-01T00:00:00.000Z', '0000')).toBe('19700101T000000.000Z-0000');
  // A folder that somebody has named so is no date to count from.
  expect(runIdAfter('20269999T999999.999Z-ffff', NOW(), '0000')).toBe(runIdOf(NOW(), '0000'));
});

it('every zone gets a file name of its own that leads nowhere else', () => {
  const taken = new Set<string>();
  const zones = [
    'example.com',
    '0/25.2.0.192.in-addr.arpa',
    '../../etc/passwd',
    '..',
    'a_b',
    'a/b',
    `${'x.'.repeat(126)}x`,
  ];
  const names = zones.map((zone) => zoneFileName(zone, taken));
  expect(names[0]).toBe('example.com');
  expect(new Set(names).size).toBe(zones.length);
  for (const name of names) {
    expect(name).toMatch(/^[a-z0-9_~-][a-z0-9._~-]*$/);
    expect(`${name}.json`.length).toBeLessThan(255);
  }
});
