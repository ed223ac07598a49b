/** How far the zone files are read: told from the first second on, on a terminal, and gone with the last file. */
import { describe, expect, it } from 'vitest';
import { readingProgress } from '../../src/cli/progress.ts';
import { screenOf } from '../support/screen.ts';
import { terminal } from '../support/terminal.ts';

function reading(env: Record<string, string>, seconds: number, quiet = false) {
  const { host, stderr } = terminal(env, () => '');
  let now = 0;
  const drawn: string[] = [];
  const canvas = { draw: (text: string) => drawn.push(text), beforeWrites: () => undefined };
  const onFile = readingProgress({ ...host, now: () => now, canvas }, { color: 'never', quiet });
  for (let finished = 1; finished <= 1000; finished++) {
    now += seconds / 1000;
    onFile(finished, 1000);
  }
  return { drawn, screen: screenOf(drawn.join(''), 80), stderr: stderr() };
}

describe('reading zone files', () => {
  it('shows how far it is, some times a second, once a second has passed', () => {
    const { drawn, screen } = reading({ TERM: 'xterm' }, 5);
    expect(drawn[0]).toMatch(/20[01] of 1000 zone files read/);
    expect(drawn.length).toBeGreaterThan(20);
    expect(drawn.length).toBeLessThan(60);
    expect(screen).toEqual(['']);
  });

  it.each([
    ['what is over within a second', { TERM: 'xterm' }, 0.9, false],
    ['a log', { TERM: 'xterm', CI: 'true' }, 60, false],
    ['--quiet', { TERM: 'xterm' }, 60, true],
  ])('says nothing for %s', (_, env, seconds, quiet) => {
    const { drawn, stderr } = reading(env, seconds, quiet);
    expect(drawn.join('') + stderr).toBe('');
  });
});
