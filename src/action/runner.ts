/** What GitHub's runner reads from a step: its files of outputs and of the summary, and commands in the log. */
import { randomUUID } from 'node:crypto';
import { appendFile } from 'node:fs/promises';

/**
 * The lines of GITHUB_OUTPUT for some outputs. The delimiter is a fresh UUID for each: a value of a record that ends the
 * text and begins an output of its own would have to guess it.
 */
export function outputLines(
  outputs: Readonly<Record<string, string>>,
  delimiter: () => string = randomUUID,
): string {
  return Object.entries(outputs)
    .map(([name, value]) => {
      const end = `dnssync_${delimiter()}`;
      if (value.includes(end) || name.includes(end)) throw new Error('a delimiter was guessed');
      return `${name}<<${end}\n${value}\n${end}\n`;
    })
    .join('');
}

/** Appends to a file that the runner named; does nothing where it named none, as in a shell of one's own. */
export async function appendTo(file: string | undefined, text: string): Promise<void> {
  if (file !== undefined && file !== '' && text !== '') await appendFile(file, text);
}

/** The commands that make the runner blank a secret out of the log, line by line as it does. */
export function maskCommands(secret: string): string {
  return secret
    .split(/\r\n|\r|\n/)
    .filter((line) => line.trim() !== '')
    .map((line) => `::add-mask::${line.replaceAll('%', '%25')}\n`)
    .join('');
}
