import { describe, expect, it } from 'vitest';
import type { Diagnostic, DiagnosticPlace } from '../../src/model/diagnostic.ts';
import { diagnosticsToJson, renderDiagnostics } from '../../src/render/diagnostics.ts';
import { displayWidth } from '../../src/render/width.ts';
import { HARMFUL, HOSTILE } from './hostile.ts';

const plain = (diagnostics: readonly Diagnostic[]) => renderDiagnostics(diagnostics, { color: false });

function diagnostic(at?: Partial<DiagnosticPlace>, more: Partial<Diagnostic> = {}): Diagnostic {
  const place = at === undefined ? {} : { at: { file: 'zones/example.com.yaml', ...at } };
  return { severity: 'error', rule: 'a-syntax', message: "'x' is not an IPv4 address", ...place, ...more };
}

/** The source line and the caret line of one diagnostic, without the gutter. */
function frame(sourceLine: string, column: number, length = 1): [string, string] {
  const [, source = '', caret = ''] = plain([diagnostic({ line: 7, column, length, sourceLine })]).split(
    '\n',
  );
  return [source.slice('  7 | '.length), caret.slice('    | '.length)];
}

describe('renderDiagnostics', () => {
  it('shows place, severity, rule, message, the line and a caret, then the totals', () => {
    expect(
      plain([
        diagnostic({ line: 14, column: 8, length: 6, sourceLine: '    A: 192.02' }),
        diagnostic(
          { file: 'zones/b.yaml', line: 2, column: 1 },
          { severity: 'warning', rule: 'txt-comment' },
        ),
        diagnostic({ file: 'zones/c.yaml' }, { rule: 'file-empty' }),
        diagnostic(undefined, { rule: 'folder-empty' }),
      ]),
    ).toBe(`\
zones/example.com.yaml:14:8 error a-syntax 'x' is not an IPv4 address
  14 |     A: 192.02
     |        ^^^^^^

zones/b.yaml:2:1 warning txt-comment 'x' is not an IPv4 address

zones/c.yaml error file-empty 'x' is not an IPv4 address

error folder-empty 'x' is not an IPv4 address

3 errors, 1 warning in 3 files
`);
  });

  it('is empty where there is nothing wrong', () => {
    expect(plain([])).toBe('');
  });

  it('uses colour only where asked', () => {
    const list = [diagnostic({ line: 1, column: 1, sourceLine: 'x' })];
    expect(plain(list)).not.toContain('\x1b');
    expect(renderDiagnostics(list, { color: true })).toContain('\x1b[31merror\x1b[39m');
  });
});

describe('the caret', () => {
  it('stands under wide characters and after tabs', () => {
    expect(frame('日本: bad', 5, 3)).toEqual(['日本: bad', '      ^^^']);
    expect(frame('\tA: bad', 5, 3)).toEqual(['    A: bad', '       ^^^']);
    expect(frame('a: 日本', 4, 2)).toEqual(['a: 日本', '   ^^^^']);
  });

  it('stands under what is shown of characters that cannot be', () => {
    expect(frame('a: \u202ebad', 5, 3)).toEqual(['a: \\u{202e}bad', '           ^^^']);
  });

  it('stands behind the line where something is missing at its end', () => {
    expect(frame('www:', 5)).toEqual(['www:', '    ^']);
  });

  it('stays in sight on a long line, which is cut around it', () => {
    const [source, caret] = frame(`${'a'.repeat(500)}BAD${'z'.repeat(500)}`, 501, 3);
    expect(source).toBe(`…${'a'.repeat(59)}BAD${'z'.repeat(36)}…`);
    expect(caret).toBe(`${' '.repeat(60)}^^^`);
  });

  it('marks no more than can be seen', () => {
    const [source, caret] = frame(`key: ${'v'.repeat(70_000)}`, 6, 70_000);
    expect(displayWidth(source)).toBeLessThanOrEqual(100);
    expect(source).toBe(`key: ${'v'.repeat(26)}…${'v'.repeat(13)}`);
    expect(caret).toBe(`     ${'^'.repeat(40)}`);
  });
});

describe('hostile text', () => {
  it.each(HOSTILE)('%j reaches no terminal and makes no line of its own', (text) => {
    const shown = plain([
      diagnostic(
        { file: text, line: 1, column: 3, length: 2, sourceLine: text },
        { rule: text, message: text },
      ),
    ]);
    expect(shown).not.toMatch(HARMFUL);
    expect(shown.split('\n')).toHaveLength(6);
  });
});

describe('diagnosticsToJson', () => {
  it('gives the same facts without the source', () => {
    expect(
      diagnosticsToJson([
        diagnostic({ line: 14, column: 8, length: 6, sourceLine: '    A: 192.02' }),
        diagnostic(undefined, { severity: 'warning' }),
      ]),
    ).toEqual({
      formatVersion: '1.0',
      summary: { errors: 1, warnings: 1, files: 1 },
      diagnostics: [
        {
          severity: 'error',
          rule: 'a-syntax',
          message: "'x' is not an IPv4 address",
          file: 'zones/example.com.yaml',
          line: 14,
          column: 8,
          length: 6,
        },
        { severity: 'warning', rule: 'a-syntax', message: "'x' is not an IPv4 address" },
      ],
    });
  });
});
