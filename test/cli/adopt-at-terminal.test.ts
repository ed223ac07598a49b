/** Adopt with a person at the terminal, against the sandbox: what is asked, and what happens while they think. */
import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { folder } from '../support/cli.ts';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';
import { terminal } from '../support/terminal.ts';

// Put in by the bundler.
vi.stubGlobal('DNSSYNC_VERSION', 'test');
const { adopt } = await import('../../src/cli/commands/adopt.ts');

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
  await sandbox.ask('/reset?state=1', {});
  const zoneOf = (domain: string) => ({
    domain,
    records: [{ record_type: 'A', name: 'www', value: '192.0.2.9', ttl: 3600 }],
  });
  await sandbox.ask('/seed', { zones: ['a.example', 'b.example', 'c.example'].map(zoneOf) });
});

const OLD = 'records:\n  www: { A: 192.0.2.1 } # here\n';
const NEW = 'records:\n  www: { A: 192.0.2.9 } # here\n';

async function talk(
  files: Readonly<Record<string, string>>,
  answer: (question: string, cwd: string) => string | undefined,
  more: object = {},
) {
  const cwd = folder(files);
  const { host, stdout, stderr, questions } = terminal(sandbox.env, (question) => answer(question, cwd));
  const options = { zones: join(cwd, 'zones'), color: 'never', maxWait: 10, ...more } as const;
  const outcome = await adopt(host, [], options).catch(
    (error: { code: string; message: string }) => error.code,
  );
  const text = (name: string): string => readFileSync(join(cwd, 'zones', name), 'utf8');
  return { cwd, outcome, stdout: stdout(), stderr: stderr(), questions, text };
}

const THREE = Object.fromEntries(['a', 'b', 'c'].map((name) => [`zones/${name}.example.yaml`, OLD]));

describe('adopt at a terminal', () => {
  it('asks for each file, and writes those that were agreed to', async () => {
    const { outcome, stdout, questions, text } = await talk(THREE, (question) =>
      question.includes('b.example') ? 'n' : 'y',
    );
    expect(questions).toHaveLength(3);
    expect(questions[0]).toMatch(/^Write .*a\.example\.yaml\? \[y\/n\/all\/quit\]$/);
    expect([text('a.example.yaml'), text('b.example.yaml'), text('c.example.yaml')]).toEqual([NEW, OLD, NEW]);
    expect(stdout).toContain('Adopted 2 changes. The plan for them is empty.');
    expect(outcome).toBe(0);
  });

  it('takes all at once, and nothing for any other answer', async () => {
    const all = await talk(THREE, () => 'all');
    expect([all.questions.length, all.text('c.example.yaml')]).toEqual([1, NEW]);
    const none = await talk(THREE, () => '');
    expect([none.questions.length, none.outcome]).toEqual([3, 4]);
    expect(none.text('a.example.yaml')).toBe(OLD);
  });

  it('the end of the input ends the questions: what was agreed to until then is written', async () => {
    const { outcome, questions, text } = await talk(THREE, (question) =>
      question.includes('a.example') ? 'y' : undefined,
    );
    expect(questions).toHaveLength(2);
    expect([text('a.example.yaml'), text('b.example.yaml'), text('c.example.yaml')]).toEqual([NEW, OLD, OLD]);
    expect(outcome).toBe(0);
    const file = 'records:\n  www: { A: 192.0.2.1 }\n  old: { TXT: gone }\n  own: { TXT: mine }\n';
    const each = await talk({ 'zones/a.example.yaml': file }, () => undefined, { patch: true });
    expect([each.questions.length, each.outcome]).toEqual([1, 4]);
    expect(each.text('a.example.yaml')).toBe(file);
  });

  it('leaves a file alone that somebody saved meanwhile, and no rest of its own', async () => {
    const one = { 'zones/a.example.yaml': OLD };
    const { cwd, outcome, text } = await talk(one, (_, cwd) => {
      writeFileSync(join(cwd, 'zones/a.example.yaml'), `${OLD}# saved\n`);
      return 'y';
    });
    expect(outcome).toBe('refused');
    expect(text('a.example.yaml')).toBe(`${OLD}# saved\n`);
    expect(readdirSync(join(cwd, 'zones'))).toEqual(['a.example.yaml']);
  });

  it('keeps a link a link, and a byte order mark where it is', async () => {
    const cwd = folder({ 'zones/_kept/file.yaml': `\ufeff${OLD}` });
    symlinkSync('_kept/file.yaml', join(cwd, 'zones/a.example.yaml'));
    const { host } = terminal(sandbox.env, () => 'y');
    const outcome = await adopt(host, [], { zones: join(cwd, 'zones'), color: 'never', maxWait: 10 });
    const text = readFileSync(join(cwd, 'zones/_kept/file.yaml'), 'utf8');
    expect([outcome, text]).toEqual([0, `\ufeff${NEW}`]);
  });

  it('asks for each change with --patch, told as what happens to the file', async () => {
    const file = 'records:\n  www: { A: 192.0.2.1 }\n  old: { TXT: gone }\n  own: { TXT: mine }\n';
    const { outcome, questions, text, stdout } = await talk(
      { 'zones/a.example.yaml': file },
      (question) => (question.includes('own.a.example') ? 'n' : 'y'),
      { patch: true },
    );
    expect(questions.map((question) => question.split('\n')[0]?.replace(/ {2}\S+$/, ''))).toEqual([
      '- old.a.example TXT gone',
      '- own.a.example TXT mine',
      '~ www.a.example A 192.0.2.1 → 192.0.2.9',
      expect.stringMatching(/^Write /),
    ]);
    expect(text('a.example.yaml')).toBe('records:\n  www: { A: 192.0.2.9 }\n  own: { TXT: mine }\n');
    expect(stdout).toContain('Adopted 2 changes. The plan for them is empty.');
    expect(outcome).toBe(0);
  });
});
