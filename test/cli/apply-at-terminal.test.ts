/** Apply with a person at the terminal, played by a host of the test's own, against the sandbox. */
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { expectApplied } from '../support/applied.ts';
import { folder } from '../support/cli.ts';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';
import { terminal } from '../support/terminal.ts';

// Put in by the bundler.
vi.stubGlobal('DNSSYNC_VERSION', 'test');
const { apply } = await import('../../src/cli/commands/apply.ts');

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox(['--named']);
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
  await sandbox.ask('/reset?state=1', {});
  await sandbox.ask('/seed', {
    zones: [
      {
        domain: 'example.com',
        records: ['www', 'a', 'b', 'c', 'd', 'e', 'f'].map((name) => ({
          record_type: 'A',
          name,
          value: '192.0.2.1',
          ttl: 300,
          uuid: `rec-${name}`,
        })),
      },
    ],
  });
  await sandbox.ask('/reset', {});
});

const KEEP = 'a: { A: 192.0.2.1 }, b: { A: 192.0.2.1 }, c: { A: 192.0.2.1 }';
const REST = 'd: { A: 192.0.2.1 }, e: { A: 192.0.2.1 }, f: { A: 192.0.2.1 }';

interface Talk {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly questions: readonly string[];
  readonly writes: readonly string[];
}

/** @param answer given to each question; what it does first happens while the person thinks */
async function talk(
  records: string,
  options: object,
  answer: (question: string, shown: string) => string | Promise<string>,
): Promise<Talk> {
  return talkOver({ 'zones/example.com.yaml': `ttl: 5m\nrecords: { ${records} }\n` }, options, answer);
}

async function talkOver(
  files: Readonly<Record<string, string>>,
  options: object,
  answer: (question: string, shown: string) => string | Promise<string>,
): Promise<Talk> {
  const cwd = folder({ 'dnssync.yaml': 'concurrency: 16\n', ...files });
  const person = terminal(sandbox.env, (question) => answer(question, person.stdout() + person.stderr()));
  const code = await apply(person.host, [], {
    color: 'auto',
    format: 'text',
    maxWait: 120,
    keepRuns: 20,
    config: join(cwd, 'dnssync.yaml'),
    timeout: 60,
    verifyTimeout: 60,
    zones: `${cwd}/zones`,
    ...options,
  });
  const { requests } = await sandbox.ask<{ requests: { method: string; path: string }[] }>('/log');
  const writes = requests.filter(({ method }) => method !== 'GET').map(({ method }) => method);
  if (code === 0) await expectApplied(['apply'], cwd, sandbox.env);
  return { code, stdout: person.stdout(), stderr: person.stderr(), questions: person.questions, writes };
}

describe('the question', () => {
  it('comes after the plan, and only yes will do', async () => {
    const records = `www: { A: 192.0.2.2 }, ${KEEP}, ${REST}`;
    for (const answer of ['', 'y', 'YES', 'no']) {
      const { code, writes } = await talk(records, {}, () => answer);
      expect([answer, code, writes]).toEqual([answer, 4, []]);
    }
    const { code, writes } = await talk(records, {}, (_, shown) =>
      shown.includes('192.0.2.2') ? 'yes' : '',
    );
    expect([code, writes]).toEqual([0, ['PATCH']]);
  });

  it('is never asked about a plan that was not shown: with JSON it stands on stderr', async () => {
    const records = `www: { A: 192.0.2.2 }, ${KEEP}, ${REST}`;
    const asked = await talk(records, { format: 'json' }, (_, shown) =>
      shown.includes('192.0.2.2') ? 'yes' : '',
    );
    expect(asked.code).toBe(0);
    expect(Object.keys(JSON.parse(asked.stdout) as object)).toEqual(['plan', 'run', 'report']);
  });

  it('counts the zones to be created', async () => {
    await sandbox.ask('/reset?state=1', {});
    const { questions } = await talk('www: { A: 192.0.2.2 }', {}, () => '');
    expect(questions).toEqual(["Apply these 2 changes? Only 'yes' will do:"]);
  });
});

describe('live that moves while a person thinks', () => {
  it('is not overwritten: what would be needed now was not shown', async () => {
    const { code, stderr, writes } = await talk(`www: { A: 192.0.2.2 }, ${KEEP}, ${REST}`, {}, async () => {
      await sandbox.ask('/edit', { update: [{ uuid: 'rec-www', value: '203.0.113.7' }] });
      return 'yes';
    });
    expect([code, writes]).toEqual([4, []]);
    expect(stderr).toContain('live has changed since the plan was shown');
    expect(stderr).toContain('203.0.113.7');
  });

  it('towards the files is fine: less is to do', async () => {
    const { code, writes } = await talk(
      `www: { A: 192.0.2.2 }, new: { A: 192.0.2.3 }, ${KEEP}, ${REST}`,
      {},
      async () => {
        await sandbox.ask('/edit', { update: [{ uuid: 'rec-www', value: '192.0.2.2' }] });
        return 'yes';
      },
    );
    expect([code, writes]).toEqual([0, ['POST']]);
  });
});

describe('the guard', () => {
  it('asks for the name of the zone, also with --yes, and for nothing more', async () => {
    const wrong = await talk('www: { A: 192.0.2.1 }', { yes: true }, () => 'yes');
    expect([wrong.code, wrong.writes]).toEqual([4, []]);
    expect(wrong.stderr).toContain('--allow example.com=6');
    const right = await talk('www: { A: 192.0.2.1 }', {}, () => 'example.com');
    expect(right.code).toBe(0);
    expect(right.questions).toHaveLength(1);
    expect(right.writes).toHaveLength(6);
  });

  it('says nothing with --force --yes but that it is overruled', async () => {
    const { code, stderr, questions } = await talk(
      'www: { A: 192.0.2.1 }',
      { yes: true, force: true },
      () => '',
    );
    expect([code, questions]).toEqual([0, []]);
    expect(stderr).toContain('--force');
  });
});

describe('a zone that is not to be', () => {
  const GONE = { 'zones/example.com.yaml': 'state: absent\n' };
  const named = { allowZoneDelete: new Set(['example.com.']) };

  it('is not asked about without its option, whatever would be answered', async () => {
    for (const options of [{}, { yes: true }, { force: true }]) {
      const { code, questions, writes, stderr } = await talkOver(GONE, options, () => 'example.com');
      expect([options, code, questions, writes]).toEqual([options, 4, [], []]);
      expect(stderr).toContain('--allow-zone-delete example.com');
    }
  });

  it('goes where its name is typed as well, and nothing more is asked', async () => {
    for (const answer of ['', 'yes', 'example']) {
      const { code, writes } = await talkOver(GONE, { ...named, force: true }, () => answer);
      expect([answer, code, writes]).toEqual([answer, 4, []]);
    }
    const { code, questions, writes } = await talkOver(GONE, named, () => 'example.com');
    expect([code, writes]).toEqual([0, ['DELETE']]);
    expect(questions).toEqual(["Type the zone's name to delete it:"]);
  });

  it('goes unasked with the option and --yes', async () => {
    const { code, questions, writes } = await talkOver(GONE, { ...named, yes: true }, () => '');
    expect([code, questions, writes]).toEqual([0, [], ['DELETE']]);
  });

  it('stays where it holds something new once its name is typed', async () => {
    const { code, writes, stderr } = await talkOver(GONE, named, async () => {
      await sandbox.ask('/edit', {
        create: [{ zone: 'example.com', record_type: 'A', name: 'new', value: '192.0.2.9' }],
      });
      return 'example.com';
    });
    expect([code, writes]).toEqual([4, []]);
    expect(stderr).toContain('- zone example.com');
  });
});

describe('a protected record', () => {
  it('is refused before any question', async () => {
    const files = {
      'zones/example.com.yaml': `protect: { name: www }\nttl: 5m\nrecords: { ${KEEP}, ${REST} }\n`,
    };
    const { code, questions, writes, stderr } = await talkOver(files, { force: true }, () => 'yes');
    expect([code, questions, writes]).toEqual([4, [], []]);
    expect(stderr).toContain('A www.example.com 192.0.2.1');
    expect(stderr).toMatch(/Nothing allows that, not even --force/);
  });
});
