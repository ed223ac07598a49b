/** Saved plans and undo with a person at the terminal: what is asked, and what is not. */
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { folder } from '../support/cli.ts';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';
import { type Terminal, terminal } from '../support/terminal.ts';

// Put in by the bundler.
vi.stubGlobal('DNSSYNC_VERSION', 'test');
const { apply } = await import('../../src/cli/commands/apply.ts');
const { plan } = await import('../../src/cli/commands/plan.ts');
const { undo } = await import('../../src/cli/commands/undo.ts');

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox(['--named']);
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
  await sandbox.ask('/reset?state=1', {});
  const records = ['www', 'a', 'b', 'c', 'd', 'e', 'f'].map((name) => ({
    record_type: 'A',
    name,
    value: '192.0.2.1',
    ttl: 300,
  }));
  await sandbox.ask('/seed', { zones: [{ domain: 'example.com', records }] });
});

const ALL = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `${name}: { A: 192.0.2.1 }`);

async function values(): Promise<string> {
  const { zones } = await sandbox.ask<{ zones: { records: { name: string; value: string }[] }[] }>('/state');
  return (zones[0]?.records ?? []).map(({ name, value }) => `${name} ${value}`).join();
}

function folderWith(records: readonly string[]) {
  const cwd = folder({
    'dnssync.yaml': 'concurrency: 16\n',
    'zones/example.com.yaml': `ttl: 5m\nrecords: { ${records.join(', ')} }\n`,
  });
  return {
    file: join(cwd, 'plan.json'),
    options: {
      color: 'auto' as const,
      format: 'text' as const,
      maxWait: 120,
      timeout: 60,
      verifyTimeout: 60,
      keepRuns: 20,
      config: join(cwd, 'dnssync.yaml'),
    },
  };
}

const there = (answer: Parameters<typeof terminal>[1] = () => ''): Terminal => terminal(sandbox.env, answer);

describe('a saved plan', () => {
  it('is not asked about: whoever saved it has seen it', async () => {
    const { file, options } = folderWith(['www: { A: 192.0.2.2 }', ...ALL]);
    expect(await plan(there().host, [], { ...options, out: file })).toBe(0);
    const at = there();
    expect([await apply(at.host, [file], options), at.questions]).toEqual([0, []]);
    expect(await values()).toContain('www 192.0.2.2');
  });

  it('that the guard stops needs the zone typed all the same', async () => {
    const { file, options } = folderWith(['www: { A: 192.0.2.1 }']);
    expect(await plan(there().host, [], { ...options, out: file })).toBe(0);
    const before = await values();
    const yes = there(() => 'yes');
    expect(await apply(yes.host, [file], options)).toBe(4);
    expect([yes.questions, await values()]).toEqual([
      ["Type the zone's name to apply it all the same:"],
      before,
    ]);
    const typed = there(() => 'example.com');
    expect([await apply(typed.host, [file], options), typed.questions.length]).toEqual([0, 1]);
    expect(await values()).toBe('www 192.0.2.1');
  });
});

describe('undo', () => {
  it('shows the way back, says what moved, and asks; only yes will do', async () => {
    const { options } = folderWith(['www: { A: 192.0.2.2 }', ...ALL]);
    expect(await apply(there().host, [], { ...options, yes: true })).toBe(0);
    const { zones } = await sandbox.ask<{ zones: { uuid: string }[] }>('/state');
    const theirs = { record_type: 'A', name: 'theirs', value: '192.0.2.9', ttl: 300 };
    await sandbox.api('POST', `/dns-zones/${zones[0]?.uuid}/records/`, theirs);

    const no = there(() => 'y');
    expect(await undo(no.host, undefined, options)).toBe(4);
    expect(no.stdout()).toContain('192.0.2.2 → 192.0.2.1');
    expect(no.stderr()).toMatch(/left as it is.*\n.*theirs/);
    expect(await values()).toContain('www 192.0.2.2');

    const yes = there(() => 'yes');
    expect(await undo(yes.host, undefined, options)).toBe(0);
    expect(yes.questions).toEqual(["Apply this change? Only 'yes' will do:"]);
    expect(await values()).toContain('www 192.0.2.1');
    expect(await values()).toContain('theirs');
  });

  it('that live runs away from while the person thinks writes nothing', async () => {
    const { options } = folderWith(['www: { A: 192.0.2.2 }', ...ALL]);
    expect(await apply(there().host, [], { ...options, yes: true })).toBe(0);
    const at = there(async () => {
      const { zones } = await sandbox.ask<{ zones: { records: { name: string; uuid: string }[] }[] }>(
        '/state',
      );
      const www = zones[0]?.records.find(({ name }) => name === 'www');
      await sandbox.api('PATCH', `/dns-records/${www?.uuid}/`, { value: '192.0.2.77' });
      return 'yes';
    });
    expect(await undo(at.host, undefined, options)).toBe(4);
    expect(at.stderr()).toContain('Run dnssync undo again');
    expect(await values()).toContain('www 192.0.2.77');
  });
});
