import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safe, safeJson } from '../../src/render/safe.ts';
import { sealed } from '../../src/render/sealed.ts';
import { styles } from '../../src/render/style.ts';
import { commandsIn } from '../support/github-runner.ts';
import { HARMFUL, HOSTILE } from './hostile.ts';

const piece = fc.oneof(
  fc.constantFrom(
    ...HOSTILE,
    '::',
    ':',
    '##',
    '[',
    '##[',
    '\n',
    '\r',
    '\t',
    ' ',
    '\u3000',
    'error::',
    'add-mask]',
  ),
  fc.constantFrom('\x1b[31m', '\x1b[0m', '\x1b[2K', '\x1b', ']', 'stop-commands'),
  fc.string({ unit: 'binary', maxLength: 4 }),
);
const anyText = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
const ANY_COLOUR = /\x1b\[[\d;]*m/g;

describe('sealed', () => {
  it.each([
    ['::error::x', '\\x3a:error::x'],
    ['ok\n  ::stop-commands::x\n', 'ok\n  \\x3a:stop-commands::x\n'],
    ['\x1b[1m::error::x', '\x1b[1m\\x3a:error::x'],
    ['{##[-add-mask-]}', '{##\\x5b-add-mask-]}'],
    ['\x1b[2K\rNo changes', '\\x1b[2K\\x0dNo changes'],
    ['\u202egnp', '\\u{202e}gnp'],
  ])('turns %j into %j', (text, shown) => {
    expect(sealed(text)).toBe(shown);
  });

  it('leaves no command, no control and nothing invisible, whatever text forgot to be safe', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const shown = sealed(text);
        expect(shown.replace(ANY_COLOUR, '').replaceAll('\t', '')).not.toMatch(HARMFUL);
        expect(commandsIn(shown)).toEqual([]);
        expect(commandsIn(shown.replace(ANY_COLOUR, ''))).toEqual([]);
        expect(sealed(shown)).toBe(shown);
      }),
    );
  });

  it('changes nothing in our own output: indented lines of safe text, coloured or not, and JSON', () => {
    const { red, bold } = styles(true);
    fc.assert(
      fc.property(anyText, anyText, (a, b) => {
        const own = `${bold('head')}\n  + ${red(safe(a))} x ${safe(b)}\n\n${safeJson({ [a]: [b] })}\n`;
        expect(sealed(own)).toBe(own);
      }),
    );
  });

  it('leaves commands that are meant, and nothing else of the kind', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const line = `::error title=x::${safe(text)}\n`;
        expect(sealed(line, true)).toBe(line);
        expect(sealed(text, true)).not.toContain('##[');
      }),
    );
  });

  it('is linear', () => {
    for (const unit of [' ', '\t', ':', '#', '\x1b[', '\x1b[1', '\x1b[1m', '\n ', '##']) {
      const text = unit.repeat(Math.ceil(2 ** 20 / unit.length));
      const start = process.cpuUsage();
      sealed(`${text}::`);
      expect(process.cpuUsage(start).user / 1e6).toBeLessThan(3);
    }
  });
});
