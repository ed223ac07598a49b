/** docs/recovery.md shows a way out of each mishap: this makes each mishap, and types what the page says, against the sandbox. */
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { resultOf, spawnCli } from '../support/cli-process.ts';
import { rewritePage, type Transcript, transcriptsOf } from '../support/page.ts';
import { GETTING_STARTED } from '../support/page-zones.ts';
import { bindIsMissing, expectPublished, settled } from '../support/published.ts';
import { Reader, terminalIsMissing } from '../support/reader.ts';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';

const PAGE = 'docs/recovery.md';

const FILE = `ttl: 1h
records:
  "@":
    A: 192.0.2.1
    AAAA: 2001:db8::1
    MX: 10 mx1.example.com
    TXT: v=spf1 mx -all
  api:
    A: { ttl: 5m, values: [192.0.2.7, 192.0.2.8] }
  mx1: { A: 192.0.2.25 }
  www: { CNAME: "@" }
`;

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox(['--named', '--lax']);
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
  await sandbox.ask('/reset?state=1', {});
  await sandbox.ask('/config', { ttl_floor: 0 });
  await sandbox.ask('/seed', { zones: GETTING_STARTED.slice(0, 1) });
});

/** A clone with the zone as it is live, and what its owner does there. */
class Site extends Reader {
  constructor() {
    super(sandbox, {
      'zones/example.com.yaml': FILE,
      // One call after the other, so that what is told comes in one order.
      'dnssync.yaml': `nameservers: ${sandbox.dns}\nconcurrency: 1\n`,
      '.gitignore': '.dnssync/\ndownloaded/\n',
    });
    this.git('init', '-q');
    this.git('add', '.');
    this.git('commit', '-qm', 'Zones as they are');
  }

  edit(message: string, before: string, after: string): void {
    const path = join(this.cwd, 'zones/example.com.yaml');
    const text = readFileSync(path, 'utf8').replace(before, after);
    expect(text).toContain(after);
    writeFileSync(path, text);
    this.git('commit', '-qam', message);
  }

  async apply(): Promise<void> {
    const { code, stderr } = await resultOf(spawnCli(['apply', '--yes'], this.cwd, sandbox.env));
    expect(code, stderr).toBe(0);
  }

  runs(): string[] {
    return readdirSync(join(this.cwd, '.dnssync/runs')).sort();
  }
}

interface Live {
  readonly uuid: string;
  readonly name: string;
  readonly record_type: string;
  readonly value: string;
}

async function live(): Promise<readonly Live[]> {
  const { zones } = await sandbox.ask<{ zones: { records: Live[] }[] }>('/state');
  return zones[0]?.records ?? [];
}

const lines = (records: readonly Live[]): string[] =>
  records.map(({ name, record_type, value }) => `${name} ${record_type} ${value}`).sort();

async function byHand(name: string, value: string, after: string): Promise<void> {
  const record = (await live()).find((each) => each.name === name && each.value === value);
  await sandbox.ask('/edit', { update: [{ uuid: record?.uuid, value: after }] });
}

/** The wrong change of most cases: an address is mistyped. */
async function wrongApply(site: Site): Promise<void> {
  site.edit('A new address', '192.0.2.7, ', '192.0.2.70, ');
  await site.apply();
}

const NOW = 'as it was before';

/** Of each section: the mishap, and how live stands at the end: as before it, or with these lines in the place of those. */
const CASES: Readonly<
  Record<string, { mishap(site: Site): Promise<void>; end: typeof NOW | Readonly<Record<string, string>> }>
> = {
  'The last apply was wrong': {
    async mishap(site) {
      site.edit('A new address', '192.0.2.7, 192.0.2.8', '192.0.2.70');
      await site.apply();
    },
    end: NOW,
  },
  'It was an older apply': {
    async mishap(site) {
      await wrongApply(site);
      site.edit('The web moves', '    A: 192.0.2.1\n', '    A: 192.0.2.3\n');
      await site.apply();
    },
    end: { '@ A 192.0.2.1': '@ A 192.0.2.3' },
  },
  'The apply ran in a job': {
    async mishap(site) {
      await wrongApply(site);
      const [run = ''] = site.runs();
      cpSync(join(site.cwd, '.dnssync/runs', run), join(site.cwd, 'downloaded/run'), { recursive: true });
      rmSync(join(site.cwd, '.dnssync'), { recursive: true });
    },
    end: NOW,
  },
  'The record of the run is gone': {
    async mishap(site) {
      await wrongApply(site);
      rmSync(join(site.cwd, '.dnssync'), { recursive: true });
    },
    end: NOW,
  },
  'Back to a snapshot': {
    async mishap() {},
    end: NOW,
  },
  'Somebody changed live by hand': {
    async mishap() {
      await byHand('api', '192.0.2.8', '192.0.2.9');
      await byHand('mx1', '192.0.2.25', '192.0.2.52');
    },
    end: { 'api A 192.0.2.8': 'api A 192.0.2.9' },
  },
  'An apply was stopped': {
    async mishap(site) {
      site.edit('New addresses', '192.0.2.7, 192.0.2.8', '192.0.2.70, 192.0.2.80');
      site.edit('A new mail server', '192.0.2.25', '192.0.2.26');
      await sandbox.ask('/faults', [{ kind: 'hold-after', method: 'PATCH', nth: 2 }]);
      const child = spawnCli(['apply', '--yes'], site.cwd, sandbox.env);
      const result = resultOf(child);
      await vi.waitFor(
        async () => expect(await sandbox.ask<{ held: number }>('/faults')).toMatchObject({ held: 1 }),
        { timeout: 15_000 },
      );
      child.kill('SIGKILL');
      await result;
      await sandbox.ask('/release', {});
    },
    end: {
      'api A 192.0.2.7': 'api A 192.0.2.70',
      'api A 192.0.2.8': 'api A 192.0.2.80',
      'mx1 A 192.0.2.25': 'mx1 A 192.0.2.26',
    },
  },
  'Some changes failed': {
    async mishap(site) {
      site.edit('A new address', 'ttl: 5m, values: [192.0.2.7, ', 'ttl: 1m, values: [192.0.2.70, ');
      site.edit('A new mail server', '192.0.2.25', '192.0.2.26');
      await sandbox.ask('/config', { ttl_floor: 300 });
    },
    end: { 'api A 192.0.2.7': 'api A 192.0.2.70', 'mx1 A 192.0.2.25': 'mx1 A 192.0.2.26' },
  },
  'Accepted, but not published': {
    async mishap(site) {
      await settled(sandbox);
      const record = { zone: 'example.com', record_type: 'A', name: 'printer_1', value: '192.0.2.99' };
      await sandbox.ask('/edit', { create: [{ ...record, ttl: 3600 }] });
      site.edit('The printers are not ours', 'ttl: 1h', 'ttl: 1h\nignore: { name: "printer*" }');
      site.edit('A new address', '192.0.2.7, ', '192.0.2.70, ');
      await site.apply();
      await settled(sandbox);
    },
    end: { 'api A 192.0.2.7': 'api A 192.0.2.70' },
  },
  'A lock is left': {
    async mishap(site) {
      await wrongApply(site);
      site.edit('The right address', '192.0.2.70', '192.0.2.71');
      const holder = { id: 'ab', pid: 4711, host: 'laptop', boot: '', namespace: '', began: '' };
      const lock = { ...holder, startedAt: new Date().toISOString(), command: 'apply' };
      writeFileSync(join(site.cwd, '.dnssync/lock'), `${JSON.stringify(lock)}\n`);
    },
    end: { 'api A 192.0.2.7': 'api A 192.0.2.71' },
  },
  'The zone itself is gone': {
    async mishap() {
      const { zones } = await sandbox.ask<{ zones: { uuid: string }[] }>('/state');
      expect((await sandbox.api('DELETE', `/dns-zones/${zones[0]?.uuid}/`)).status).toBe(204);
    },
    end: NOW,
  },
  'The guard stops what you mean': {
    async mishap(site) {
      site.edit('No mail here', '    MX: 10 mx1.example.com\n', '');
    },
    end: { '@ MX mx1.example.com': '' },
  },
};

/** What stands between two changes of live, where the page says "later": the moment is told by the command that follows. */
async function later(site: Site, section: string, command: string): Promise<void> {
  if (section === 'Back to a snapshot' && command.startsWith('dnssync undo')) await wrongApply(site);
}

function sections(): Map<string, Transcript[]> {
  const page = readFileSync(PAGE, 'utf8').split('\n');
  const found = new Map<string, Transcript[]>();
  for (const transcript of transcriptsOf(PAGE)) {
    const line = Number(transcript.place.split(':')[1]);
    const title =
      page
        .slice(0, line)
        .findLast((each) => each.startsWith('## '))
        ?.slice(3) ?? '';
    found.set(title, [...(found.get(title) ?? []), transcript]);
  }
  return found;
}

describe.skipIf(terminalIsMissing() || bindIsMissing())(PAGE, () => {
  const shown = sections();
  const outputs = new Map<string, string>();
  afterAll(() => {
    if (process.env.DNSSYNC_WRITE_PAGES !== undefined) rewritePage(PAGE, outputs);
  });

  test('has a mishap here for each section with a transcript', () => {
    expect([...shown.keys()]).toEqual(Object.keys(CASES));
  });

  test.each(Object.entries(CASES))('%s', { timeout: 60_000 }, async (title, { mishap, end }) => {
    const site = new Site();
    const before = lines(await live());
    await mishap(site);
    for (const transcript of shown.get(title) ?? []) {
      await later(site, title, transcript.command);
      await site.type(transcript, outputs);
    }
    const changed = end === NOW ? {} : end;
    expect(lines(await live())).toEqual(
      before
        .map((line) => changed[line] ?? line)
        .filter((line) => line !== '')
        .sort(),
    );
    const plan = await resultOf(spawnCli(['plan', '--detailed-exitcode'], site.cwd, sandbox.env));
    expect(plan.code, plan.stdout).toBe(0);
    await expectPublished(site.cwd, sandbox);
  });
});
