/** `dnssync completion`: prints the script of a shell, and answers what that script asks at each press of the key. */
import type { Command } from 'commander';
import { safe } from '../../render/safe.ts';
import { type Completion, completionOf } from '../completion/complete.ts';
import { completionScript, type Shell } from '../completion/script.ts';
import { valueSource } from '../completion/values.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Host } from '../host.ts';

export function completion(host: Host, kind: Shell): ExitCode {
  host.stdout.write(completionScript(kind));
  return EXIT.done;
}

/** @param words of the line, after the program's name; the last one is unfinished */
export async function complete(
  host: Host,
  program: Command,
  kind: string,
  words: readonly string[],
): Promise<ExitCode> {
  const source = valueSource(host.program);
  const isBash = kind === 'bash';
  const line = isBash ? joined(words) : words;
  const last = line.at(-1) ?? '';
  // bash gives the word as it was typed, with the quote that is still open, or with backslashes.
  const bare = isBash ? [...line.slice(0, -1), last.replace(/^["']|\\(?=.)/g, '')] : line;
  const { candidates, more } = await completionOf(program, bare, source);
  const shown = isBash ? behindSign(candidates) : candidates;
  const plain = shown.filter(({ text }) => HARMLESS.test(text));
  const lines = plain.map(({ text, what }) => `${text}\t${firstLine(what)}\n`);
  host.stdout.write(`${more}\n${lines.join('')}`);
  return EXIT.done;
}

/**
 * What no shell acts on, however it is quoted: files can have any name, and their zones with them. Others are not offered.
 */
const HARMLESS = /^[\p{L}\p{M}\p{N}*@_.:,=/+%~[\]-]+$/u;

/** bash takes `--format=js` for three words. */
function joined(words: readonly string[]): string[] {
  const line: string[] = [];
  for (const word of words) {
    const before = line.at(-1);
    const isValue = before !== undefined && /^--[^=]+=$/.test(before);
    const isSign = word === '=' && before !== undefined && /^--[^=]+$/.test(before);
    if (isValue || isSign) line[line.length - 1] = before + word;
    else line.push(word);
  }
  return line;
}

/** … and puts back what stands behind the sign only. */
function behindSign(candidates: Completion['candidates']): Completion['candidates'] {
  return candidates.map(({ text, what }) => ({ text: text.replace(/^--[^=]+=(?=.)/s, ''), what }));
}

function firstLine(text: string): string {
  return safe(text.split('\n', 1)[0] ?? '');
}
