/** Progress on a stream that is a terminal, and on one that is not. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Host } from '../../src/cli/host.ts';
import { openProgress } from '../../src/cli/progress.ts';
import type { ApplyEvent } from '../../src/model/report.ts';
import { create, rr } from '../render/sample-plan.ts';
import { screenOf } from '../support/screen.ts';

const COLUMNS = 90;

interface Stage {
  readonly host: Host;
  readonly text: () => string;
  readonly screen: () => string[];
  readonly pass: (seconds: number) => void;
}

function stage(isTerminal: boolean, env: Record<string, string> = {}): Stage {
  let text = '';
  let now = 0;
  let hide = (): void => undefined;
  const draw = (more: string): void => {
    text += more;
  };
  const write = (more: string): void => {
    hide();
    draw(more);
  };
  const stream = { isTerminal, width: isTerminal ? COLUMNS : undefined, write };
  const host = {
    env,
    stdout: stream,
    stderr: stream,
    canvas: {
      draw,
      beforeWrites: (take: () => void) => {
        hide = take;
      },
    },
    now: () => now,
  } as unknown as Host;
  return {
    host,
    text: () => text,
    screen: () => screenOf(text, COLUMNS),
    pass: (seconds) => {
      now += seconds;
    },
  };
}

const OPTIONS = { color: 'auto' } as const;
const WAIT: ApplyEvent = { kind: 'wait', seconds: 12, why: 'the service throttles (429)' };
const change = create(rr('www', 'A', '192.0.2.1'), { line: 3 });
const step = (finished: number, total: number, status: 'done' | 'unknown' = 'done'): ApplyEvent => ({
  kind: 'step',
  result: { change, outcome: status === 'done' ? { status } : { status, message: 'no answer' } },
  finished,
  total,
});

let open: { end(): void } | undefined;
afterEach(() => open?.end());
function progress(host: Host, options = {}) {
  const made = openProgress(host, { ...OPTIONS, ...options });
  open = made;
  return made;
}

describe('on a terminal', () => {
  it('shows a bar for what takes longer than a second, on one line, and leaves nothing behind', async () => {
    const { host, screen, text, pass } = stage(true);
    const { count, onEvent } = progress(host);
    count('zones read', 1, 100);
    expect(text()).toBe('');
    pass(1.1);
    for (let read = 2; read < 60; read++) {
      onEvent({ kind: 'call' });
      count('zones read', read, 100);
    }
    await vi.waitFor(() => expect(screen()).toEqual([expect.stringMatching(/^█+░+ 59 of 100 zones read, /)]));
    count('zones read', 100, 100);
    expect(screen()).toEqual(['']);
  });

  it('tells at once why nothing moves', async () => {
    const { host, screen } = stage(true);
    const { onEvent } = progress(host);
    onEvent(WAIT);
    await vi.waitFor(() => expect(screen()).toEqual(['waiting 12 s: the service throttles (429)']));
  });

  it('makes way for every line, whoever writes it, and comes back below', async () => {
    const { host, screen, pass } = stage(true);
    const { onEvent } = progress(host);
    onEvent(step(1, 3));
    pass(2);
    onEvent(step(2, 3));
    await vi.waitFor(() => expect(screen().at(-1)).toContain('2 of 3 changes'));
    host.stdout.write('a warning of somebody else\n');
    expect(screen()).toEqual(['a warning of somebody else', '']);
    onEvent(step(2, 3, 'unknown'));
    await vi.waitFor(() => expect(screen().at(-1)).toContain('2 of 3 changes'));
    expect(screen()).toHaveLength(3);
    expect(screen()[1]).toContain('unknown: no answer');
    onEvent(step(3, 3));
    expect(screen().slice(2)).toEqual(['']);
  });

  it('is as a log where nobody looks on: in CI, and on a terminal that can do nothing', () => {
    for (const env of [{ CI: 'true' }, { TERM: 'dumb' }]) {
      const { host, text, pass } = stage(true, env);
      const { count } = progress(host);
      count('zones read', 1, 100);
      pass(10);
      count('zones read', 2, 100);
      expect(text()).toMatch(/^2 of 100 zones read.*\n$/);
    }
  });
});

describe('in a log', () => {
  it('has a line every ten seconds, and none for what is over before', () => {
    const { host, text, pass } = stage(false);
    const { count } = progress(host);
    for (let read = 1; read <= 99; read++) {
      pass(0.25);
      count('zones read', read, 100);
    }
    expect(text().match(/ of 100 zones read/g)).toHaveLength(2);
    expect(text()).not.toContain('\x1b');
    const before = text();
    count('zones read', 100, 100);
    for (let read = 1; read <= 8; read++) {
      pass(1);
      count('zones verified', read, 8);
    }
    expect(text()).toBe(before);
  });

  it('tells a long wait at once and counts short ones', () => {
    const { host, text } = stage(false);
    const { onEvent } = progress(host);
    onEvent({ ...WAIT, seconds: 2 });
    expect(text()).toBe('');
    onEvent(WAIT);
    expect(text()).toBe('waiting 12 s: the service throttles (429)\n');
  });

  it('tells all with --verbose and nothing with --quiet', () => {
    const events: ApplyEvent[] = [{ ...WAIT, seconds: 2 }, step(1, 2), step(2, 2, 'unknown')];
    const loud = stage(false);
    for (const event of events) progress(loud.host, { verbose: true }).onEvent(event);
    expect(loud.text().match(/\n/g)).toHaveLength(3);
    for (const isTerminal of [true, false]) {
      const silent = stage(isTerminal);
      const { onEvent, count } = progress(silent.host, { quiet: true });
      for (const event of events) onEvent(event);
      silent.pass(60);
      count('zones read', 1, 2);
      expect(silent.text()).toBe('');
    }
  });
});
