/** Undo of an apply of 1,000 mixed changes (issue of promise 3): live is the snapshot again, to the last copy of a record. */
import { expect, it } from 'vitest';
import { dnssyncUnverified, folder } from '../support/cli.ts';
import { startSandbox } from '../support/sandbox.ts';
import { type StoredRecord, storedRecords } from '../support/stored-records.ts';

const record = (record_type: string, name: string, value: string, ttl = 300, priority?: number) => ({
  record_type,
  name,
  value,
  ttl,
  ...(priority === undefined ? {} : { priority }),
});

/** How often everything stands in each zone. */
const TIMES = 20;
const ZONES = ['example.com', 'example.net'];

/** 25 changes: what stands before, and the lines of the zone file. */
function unit(i: number): { readonly before: readonly StoredRecord[]; readonly lines: readonly string[] } {
  const a = (name: string, value: string, ttl?: number) => record('A', `${name}${i}`, value, ttl);
  const before = [
    a('value', '192.0.2.1'),
    a('ttl', '192.0.2.1', 60),
    a('gone', '192.0.2.1', 7),
    // An alias becomes other data, and other data an alias.
    record('CNAME', `alias${i}`, 'www.example.org'),
    a('data', '192.0.2.1', 60),
    record('AAAA', `data${i}`, '2001:db8::1', 600),
    // Several ttls in one RRset.
    ...['1', '2', '3'].map((last) => a('mixed', `192.0.2.${last}`, Number(last) * 60)),
    // The same record three times, once with another ttl; and twice at a name that goes.
    ...[60, 60, 900].map((ttl) => a('thrice', '192.0.2.1', ttl)),
    ...[60, 60].map((ttl) => a('both', '192.0.2.1', ttl)),
    record('MX', `mail${i}`, 'mx.example.org', 300, 10),
    record('MX', `mail${i}`, 'mx.example.org', 60, 20),
    record('TXT', `text${i}`, 'v=spf1 -all; "quoted" \\ ü', 300),
    record('SRV', `_sip._tcp.srv${i}`, '1 2 sip.example.org', 300, 1),
    // What the service takes and dnssync cannot read: a target of RFC 2317, an escape that is no octet.
    record('CNAME', `odd${i}`, '1.0/25.2.0.192.in-addr.arpa', 120),
    record('CNAME', `oddgone${i}`, '2.0/25.2.0.192.in-addr.arpa', 120),
    record('CAA', `caa${i}`, '0 issue "a\\999"'),
    record('CAA', `caa${i}`, '0 issue "a\\999"', 60),
    // What neither can read. Others keep it, beside what the file says of the same name.
    a('kept', 'not an address'),
    a('kept', '192.0.2.1'),
    record('SRV', `kept${i}`, 'what is this', 300, 1),
  ];
  const lines = [
    `value${i}: { A: 192.0.2.2 }`,
    `ttl${i}: { A: 192.0.2.1 }`,
    `new${i}: { A: [192.0.2.1, 192.0.2.2], TXT: new }`,
    `alias${i}: { A: 192.0.2.1 }`,
    `data${i}: { CNAME: www.example.org }`,
    `mixed${i}: { A: [192.0.2.1, 192.0.2.4] }`,
    `thrice${i}: { A: 192.0.2.1 }`,
    `mail${i}: { MX: 30 mx.example.org }`,
    `text${i}: { TXT: v=spf1 ~all }`,
    `_sip._tcp.srv${i}: { SRV: 1 1 3 sip.example.org }`,
    `odd${i}: { CNAME: www.example.org }`,
    `kept${i}: { A: 192.0.2.2 }`,
  ];
  return { before, lines };
}

it('an undo of 1,000 mixed changes, and the undo of that, bring each record back', async () => {
  // Takes what careless hands leave in a zone. No named: it could not load that.
  const sandbox = await startSandbox(['--lax']);
  const units = Array.from({ length: TIMES }, (_, i) => unit(i));
  const zones = ZONES.map((domain) => ({ domain, records: units.flatMap(({ before }) => before) }));
  await sandbox.ask('/seed', { zones });
  const text = `ttl: 5m\nrecords:\n${units.flatMap(({ lines }) => lines.map((line) => `  ${line}\n`)).join('')}`;
  const cwd = folder({
    'dnssync.yaml': 'ignore:\n  - { name: "kept*", value: "* *" }\n',
    ...Object.fromEntries(ZONES.map((domain) => [`zones/${domain}.yaml`, text])),
  });
  const run = (...args: string[]) => dnssyncUnverified(args, cwd, sandbox.env);
  const writes = async (): Promise<number> => {
    const { requests } = await sandbox.ask<{ requests: { method: string }[] }>('/log');
    await sandbox.ask('/reset', {});
    return requests.filter(({ method }) => method !== 'GET').length;
  };

  const was = await storedRecords(sandbox);
  await writes();
  const apply = await run('apply', '--yes', '--force');
  expect(apply.code, apply.stdout.slice(-2000) + apply.stderr).toBe(0);
  const became = await storedRecords(sandbox);
  expect(await writes()).toBeGreaterThanOrEqual(1000);
  expect(became).not.toEqual(was);

  const undo = await run('undo', '--yes', '--force');
  expect(undo.code, undo.stdout.slice(-2000) + undo.stderr).toBe(0);
  expect(await storedRecords(sandbox)).toEqual(was);
  expect(await writes()).toBeGreaterThanOrEqual(1000);

  const redo = await run('undo', '--yes', '--force');
  expect(redo.code, redo.stdout.slice(-2000) + redo.stderr).toBe(0);
  expect(await storedRecords(sandbox)).toEqual(became);
  expect((await run('plan', '--detailed-exitcode')).code).toBe(0);
  await sandbox.stop();
});
