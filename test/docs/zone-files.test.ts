/** docs/zone-files.md: its examples are valid, and its table of YAML's traps says what the program says. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readConfigText } from '../../src/load/config.ts';
import { loadText } from '../support/zone-text.ts';

const PAGE = readFileSync('docs/zone-files.md', 'utf8');

const blocks = [...PAGE.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, text = '']) => text);

/** The trap as it stands in a file, by the rows of the page's tables; a line of a name, or of a type. */
const traps = [...PAGE.matchAll(/^\| `(.+?)` \| `([a-z0-9-]+)`.*? \| `(.+)` \|$/gm)].map(
  ([, written = '', rule = '', line = '']) => {
    const [before, after] = [written, line].map((text) => text.replaceAll('\\|', '|'));
    return [before, rule, after] as [written: string, rule: string, line: string];
  },
);

function fileOf(line: string): string {
  const isOfType = /^[A-Z]+: /.test(line);
  const below = /[|>]-?$/.test(line) ? '      text\n' : '';
  return `records:\n${isOfType ? '  www:\n    ' : '  '}${line}\n${below}`;
}

describe('the page on zone files', () => {
  test('has examples and traps', () => {
    expect(blocks.length).toBeGreaterThan(5);
    expect(traps.length).toBeGreaterThan(12);
  });

  test.each(blocks.map((text) => [text]))('shows what is valid: %s', (text) => {
    const { diagnostics } = text.startsWith('# dnssync.yaml')
      ? readConfigText('dnssync.yaml', text)
      : loadText(text);
    expect(diagnostics).toEqual([]);
  });

  test.each(traps)('tells of %s as %s, and to write %s', (written, rule, line) => {
    const [first, ...others] = loadText(fileOf(written)).diagnostics;
    expect([first?.rule, others]).toEqual([rule, []]);
    expect(first?.message.replaceAll(/ +/g, ' ')).toContain(`write: ${line}`);
    expect(loadText(fileOf(line)).diagnostics).toEqual([]);
  });
});
