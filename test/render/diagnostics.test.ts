import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { Diagnostic, DiagnosticPlace } from '../../src/model/diagnostic.ts';
import { renderDiagnostics } from '../../src/render/diagnostics.ts';
import { diagnosticsToJson } from '../../src/render/diagnostics-json.ts';
import { displayWidth } from '../../src/render/width.ts';
import { HARMFUL, HOSTILE } from './hostile.ts';

const plain = (diagnostics: readonly Diagnostic[]) => renderDiagnostics(diagnostics, { color: false });

function diagnostic(at?: Partial<DiagnosticPlace>, more: Partial<Diagnostic> = {}): Diagnostic {
  const place = at === undefined ? {} : { at: { file: 'zones/example.com.yaml', ...at } };
  return { severity: 'error', rule: 'a-syntax', message: "'x' is not an IPv4 address", ...place, ...more };
}

/** Many places of one rule, each with its own message. */
function many(count: number, message: (index: number) => string, more: Partial<Diagnostic> = {}) {
  return Array.from({ length: count }, (_, index) =>
    diagnostic(
      { line: index + 1, column: 1, sourceLine: `line ${index + 1}` },
      { message: message(index), ...more },
    ),
  );
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

describe('the same mistake in many places', () => {
  it('is one message with the number of places and the first of them', () => {
    expect(plain(many(500, (index) => `'192.0.2.${index + 300}' is not an IPv4 address`))).toBe(`\
zones/example.com.yaml:1:1 error a-syntax (500 places) '192.0.2.300' is not an IPv4 address
  1 | line 1
    | ^
zones/example.com.yaml:2:1
  2 | line 2
    | ^
zones/example.com.yaml:3:1
  3 | line 3
    | ^
… and 497 more places

500 errors in 1 file; -v shows every place
`);
  });

  it('is told place by place where that was asked for, and where there are few', () => {
    const few = many(5, () => 'the same');
    expect(plain(few)).toBe(renderDiagnostics(few, { color: false, every: true }));
    const all = renderDiagnostics(
      many(500, () => 'the same'),
      { color: false, every: true },
    );
    expect(all.match(/ error a-syntax the same$/gm)).toHaveLength(500);
    expect(all).toMatch(/\n500 errors in 1 file\n$/);
  });

  it('stands where its first place does, between what else is wrong', () => {
    const other = (file: string) =>
      diagnostic({ file, line: 1, column: 1 }, { rule: 'other', message: 'alone' });
    const heads = plain([other('a'), ...many(6, () => 'the same'), other('z')])
      .split('\n')
      .filter((line) => line.includes(' error '));
    expect(heads).toEqual([
      'a:1:1 error other alone',
      'zones/example.com.yaml:1:1 error a-syntax (6 places) the same',
      'z:1:1 error other alone',
    ]);
  });

  it('takes time by their number, not by its square', () => {
    const time = (count: number) => {
      const list = many(count, (index) => `'${'x'.repeat(index % 500)}' is not an IPv4 address`);
      const { user } = process.cpuUsage();
      plain(list);
      renderDiagnostics(list, { color: false, every: true });
      return process.cpuUsage().user - user;
    };
    time(1_000);
    const [little, much] = [time(2_000), time(20_000)];
    // Ten times the work; a square would be a hundred times.
    expect(much).toBeLessThan(40 * little + 200_000);
  });
});

describe('--strict', () => {
  const warning = diagnostic({ line: 1, column: 1 }, { severity: 'warning' });
  it('says that warnings count as errors, where there are any', () => {
    expect(renderDiagnostics([warning], { color: false, strict: true })).toMatch(
      /\n1 warning in 1 file; --strict counts warnings as errors\n$/,
    );
    const error = diagnostic({ line: 1, column: 1 });
    expect(renderDiagnostics([error], { color: false, strict: true })).toMatch(/\n1 error in 1 file\n$/);
  });
});

describe('a narrow terminal', () => {
  it.each([40, 80, 120])('of %d columns breaks no source line', (width) => {
    const sourceLine = `  TXT: "${'日本 v=DKIM1; '.repeat(40)}"`;
    const lines = renderDiagnostics([diagnostic({ line: 1234, column: 200, length: 30, sourceLine })], {
      color: false,
      width,
    }).split('\n');
    const frameLines = lines.filter((line) => line.includes(' | '));
    expect(frameLines).toHaveLength(2);
    for (const line of frameLines) {
      expect(displayWidth(line)).toBeLessThanOrEqual(width);
      expect(displayWidth(line)).toBeGreaterThan(Math.min(width, 100) / 2);
    }
  });
});

describe('a message that is too wide for the terminal', () => {
  const list = [
    diagnostic({ line: 1, column: 1, sourceLine: 'x' }, { message: 'a sentence of some length' }),
  ];
  const shown = (width?: number) => renderDiagnostics(list, { color: false, width }).split('\n').slice(0, 2);
  it('stands on a line of its own', () => {
    expect(shown(60)).toEqual(['zones/example.com.yaml:1:1 error a-syntax', '  a sentence of some length']);
  });
  it('stands behind its place where there is room, and where no terminal is', () => {
    const line = 'zones/example.com.yaml:1:1 error a-syntax a sentence of some length';
    for (const width of [line.length, undefined]) expect(shown(width)).toEqual([line, '  1 | x']);
    expect(shown(line.length - 1)[0]).toBe('zones/example.com.yaml:1:1 error a-syntax');
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
    const [source, caret] = frame(`key: ${'v'.repeat(70_000)}END`, 6, 70_003);
    expect(displayWidth(source)).toBeLessThanOrEqual(100);
    expect(source).toBe(`key: ${'v'.repeat(63)}…${'v'.repeat(28)}END`);
    expect(caret).toBe(`     ${'^'.repeat(95)}`);
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
    expect(shown).not.toMatch(/^\s*::/m);
  });

  it("makes no command of GitHub's runner out of harmless parts", () => {
    const sourceLine = 'TXT: ##[add-mask]DELETE';
    for (let column = 6; column < 12; column++) {
      for (const length of [1, 2, 3])
        expect(plain([diagnostic({ line: 1, column, length, sourceLine })])).not.toContain('##[');
    }
  });
});

describe('diagnosticsToJson', () => {
  it('is what the schema says', () => {
    const schema = JSON.parse(readFileSync('schema/diagnostics.schema.json', 'utf8'));
    const isValid = new Ajv2020({ allErrors: true }).compile(schema);
    const full = diagnostic({ line: 14, column: 8, length: 6, sourceLine: 'x' });
    const value = JSON.parse(
      JSON.stringify(
        diagnosticsToJson([full, diagnostic({}), diagnostic(undefined, { severity: 'warning' })]),
      ),
    );
    expect(isValid(value) ? [] : isValid.errors).toEqual([]);
    expect(isValid({ ...value, summary: {} })).toBe(false);
  });

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
