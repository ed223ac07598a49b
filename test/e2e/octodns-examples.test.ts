/** octoDNS' own published examples: what octoDNS reads of them is put into a sandbox, what we import of them plans nothing. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { dnssync, folder } from '../support/cli.ts';
import { type Octodns, type OctodnsRRset, startOctodns } from '../support/octodns.ts';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';

const EXAMPLES = 'test/convert/octodns-examples';
const octodns = await startOctodns();

interface Change {
  readonly action: string;
  readonly type: string;
  readonly name: string;
  readonly before?: { readonly value: string };
}

interface Wire {
  readonly record_type: string;
  readonly name: string;
  readonly value: string;
  readonly ttl: number;
  readonly priority: number | null;
}

const SERVED = ['A', 'AAAA', 'CNAME', 'MX', 'TXT', 'NS', 'SRV', 'CAA'];

/** RRsets of octoDNS as the vendor's API has them, by its page alone. */
function toWire(zone: string, sets: readonly OctodnsRRset[]): Wire[] {
  return sets
    .filter(([, type]) => SERVED.includes(type))
    .flatMap(([fqdn, type, ttl, data]) =>
      data.map((text): Wire => {
        const name = fqdn === zone ? '@' : fqdn.slice(0, -zone.length - 1);
        const head = { record_type: type, name, ttl, priority: null };
        const bare = text.replace(/\.$/, '');
        const [, priority, rest = ''] = /^(\d+) (.*)$/.exec(text) ?? [];
        if (type === 'TXT') return { ...head, value: Buffer.from(text, 'hex').toString('utf8') };
        if (type === 'CNAME' || type === 'NS') return { ...head, value: bare };
        if (type !== 'MX' && type !== 'SRV') return { ...head, value: text };
        return {
          ...head,
          value: rest === '.' || rest.endsWith(' .') ? rest : rest.replace(/\.$/, ''),
          priority: Number(priority),
        };
      }),
    );
}

describe.skipIf('missing' in octodns)(
  'octoDNS examples import to an empty plan (skipped where octoDNS cannot be had)',
  () => {
    let sandbox: RunningSandbox;
    beforeAll(async () => {
      sandbox = await startSandbox();
    });
    afterAll(() => sandbox.stop());
    beforeEach(() => sandbox.ask('/reset?state=1', {}));

    test.each([
      ['basic', ['my-domain.com', 'unused-domain.io'], []],
      ['migrating', ['my-dumpable.com', 'unused-dumpable.com'], []],
      ['custom', ['dns.math'], []],
      [
        'config',
        ['sub.txt.unit.tests', 'subzone.unit.tests', 'unit.tests'],
        ['sub NS 6.2.3.4', 'sub NS 7.2.3.4', 'subzone NS 192.0.2.1', 'subzone NS 192.0.2.8'],
      ],
      ['semis', ['escaped.semis'], []],
      ['docs', ['names.example', 'options.example', 'several.example', 'started.example'], []],
      ['split', ['one.test', 'two.test'], []],
    ])('%s', async (name, domains, leftovers) => {
      const cwd = folder({});
      const config = join(cwd, 'config');
      cpSync(join(EXAMPLES, name), config, { recursive: true });
      if (name === 'split') {
        // As octoDNS has it; not every system that checks this repository out can name a folder so.
        cpSync(join(config, 'root.yaml'), join(config, 'two.test.', '$two.test.yaml'));
        cpSync(join(config, 'split-zone-file.yaml'), join(config, 'two.test.', 'split-zone-file.yaml'));
      }
      const seeded = [];
      for (const domain of domains) {
        // One of the examples is there to break octoDNS' rules, and another is not in the order it asks for.
        const lenient = name === 'migrating';
        const { load } = octodns as Octodns;
        const { records } = await load(
          config,
          `${domain}.`,
          { split_extension: '.', enforce_order: false },
          lenient,
        );
        seeded.push({ domain, records: toWire(`${domain}.`, records) });
      }
      await sandbox.ask('/seed', { zones: seeded });

      const imported = await dnssync(['import', '--from', 'config', '--format', 'json'], cwd, sandbox.env);
      expect(imported.code, imported.stderr).toBe(0);
      const zones: { zone: string; leftOut: { what: string }[] }[] = JSON.parse(imported.stdout).zones;
      expect(zones.map(({ zone }) => zone)).toEqual(domains);
      const validated = await dnssync(['validate'], cwd);
      expect(validated.code, validated.stdout).toBe(0);
      const plan = await dnssync(['plan', '--format', 'json'], cwd, sandbox.env);
      expect(plan.code, plan.stderr).toBe(0);
      // What is left over is what import has told, and nothing else is planned.
      const changes: Change[] = JSON.parse(plan.stdout).zones.flatMap(
        (zone: { changes: Change[] }) => zone.changes,
      );
      const planned = changes.map(
        ({ action, type, name: owner, before }) => `${action} ${owner} ${type} ${before?.value}`,
      );
      expect(planned.sort()).toEqual(leftovers.map((leftover) => `delete ${leftover}`));
      const told = zones.flatMap(({ leftOut }) => leftOut.map(({ what }) => what.replace(/\.$/, '')));
      expect(told).toEqual(expect.arrayContaining(leftovers));
    });
  },
);
