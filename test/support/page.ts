/** Pages of the documentation as what a reader would type: the commands of their transcripts, with what they show. */
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

export interface Transcript {
  /** `docs/getting-started.md:12`. */
  readonly place: string;
  readonly command: string;
  /** What the page says it shows, the answers that a person types among it. */
  readonly output: string;
}

/** The commands of all ```console blocks of a page, in order. */
export function transcriptsOf(file: string): Transcript[] {
  const transcripts: { place: string; command: string; output: string }[] = [];
  let isInside = false;
  for (const [index, line] of readFileSync(file, 'utf8').split('\n').entries()) {
    if (line.startsWith('```')) {
      isInside = line === '```console';
      continue;
    }
    if (!isInside) continue;
    const last = transcripts.at(-1);
    if (line.startsWith('$ '))
      transcripts.push({ place: `${file}:${index + 1}`, command: line.slice(2), output: '' });
    else if (last === undefined) throw new Error(`${file}:${index + 1}: output before any command`);
    else if (last.output === '' && last.command.endsWith('\\')) last.command += `\n${line}`;
    else last.output += `${line}\n`;
  }
  return transcripts;
}

/** What differs from run to run, written alike. */
const MASKS: readonly (readonly [RegExp, string])[] = [
  [/(?:https?:\/\/)?(?:admin\.vps\.org|127\.0\.0\.1:\d+)/g, 'ORIGIN'],
  // As git says when a commit was made.
  [/^ Date: .*$/gm, ' Date: DATE'],
  [/\b\d{8}T\d{6}(?:\.\d{3}Z-[0-9a-f]{4})?/g, 'RUN'],
  [/\b\d+(?:\.\d+)? (?:s|ms)\b/g, 'TIME'],
  [/\b[0-9a-f]{7,64}\b/g, 'HASH'],
  [/\b20\d\d-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?)?/g, 'DATE'],
];

export function masked(text: string): string {
  const shown = text
    .replaceAll('\r', '')
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
  return MASKS.reduce((rest, [pattern, mask]) => rest.replaceAll(pattern, mask), shown).trim();
}

export interface Shown {
  readonly code: number | null;
  readonly output: string;
}

/**
 * Runs a command of a page at a terminal of 80 columns. Where it asks, what the page shows behind the question is typed.
 *
 * @param env the whole environment of the command
 */
export function runAtTerminal(
  { command, output }: Pick<Transcript, 'command' | 'output'>,
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<Shown> {
  const script = `stty cols 80 rows 50 -onlcr\n${command}`;
  const child = spawn('script', ['-qefc', script, '/dev/null'], {
    cwd,
    env: { SHELL: '/bin/bash', TERM: 'dumb', NO_COLOR: '1', ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const questions = output.split('\n').flatMap((line) => {
    const [, question, answer] = /^(.*[:?\]] )(\S.*)$/.exec(line) ?? [];
    return question === undefined || answer === undefined ? [] : [{ question: masked(question), answer }];
  });
  let shown = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
    const last = masked(shown.slice(shown.lastIndexOf('\n') + 1));
    const [next] = questions.filter(({ question }) => question === last);
    if (next !== undefined && /[:?\]] $/.test(shown)) child.stdin.write(`${next.answer}\n`);
  });
  // A question that the page does not have.
  const isStuck = setTimeout(() => child.kill(), 30_000);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(isStuck);
      resolve({ code, output: shown });
    });
  });
}

/** Writes what the commands of a page show now into the page: `DNSSYNC_WRITE_PAGES=1 npx vitest run test/docs`. */
export function rewritePage(file: string, outputs: ReadonlyMap<string, string>): void {
  const lines: string[] = [];
  let mode: 'text' | 'console' | 'output' = 'text';
  for (const [index, line] of readFileSync(file, 'utf8').split('\n').entries()) {
    if (line.startsWith('```')) mode = line === '```console' ? 'console' : 'text';
    const output = outputs.get(`${file}:${index + 1}`);
    if (mode === 'output' && line.startsWith('$ ')) mode = 'console';
    if (mode === 'output') continue;
    lines.push(line);
    if (output === undefined) continue;
    const shown = output
      .replaceAll('\r', '')
      .replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, 'https://admin.vps.org');
    if (shown.trim() !== '')
      lines.push(
        ...shown
          .trimEnd()
          .split('\n')
          .map((each) => each.trimEnd()),
      );
    mode = 'output';
  }
  writeFileSync(file, lines.join('\n'));
}
