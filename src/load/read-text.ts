/** Reads one file as text, strictly: what is not clean UTF-8 of bearable size is refused, not repaired. */
import { isUtf8 } from 'node:buffer';
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import type { Diagnostic } from '../model/diagnostic.ts';
import { ioProblem } from './io-problem.ts';
import { MOST_OCTETS } from './limits.ts';

/** The file's text without a byte order mark, or what is wrong with it. */
export function readText(file: string): string | Diagnostic {
  const refuse = refuser(file);
  let octets: Buffer;
  try {
    // Opened without O_NONBLOCK, a pipe that nobody writes to would hold the run for ever. Windows has no such flag.
    const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stats = fstatSync(descriptor);
      // A device may never end. A folder gives an error of its own.
      if (!stats.isFile() && !stats.isDirectory()) return refuse('file-type', 'this is not a regular file');
      if (stats.size > MOST_OCTETS) {
        const message = `the file has ${stats.size} octets; the limit is ${MOST_OCTETS} (5 MiB)`;
        return refuse('file-too-large', message);
      }
      octets = readFileSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    return refuse('file-unreadable', ioProblem(error));
  }
  return decodeText(file, octets);
}

/** The same for what has been read already. */
export function decodeText(file: string, octets: Buffer): string | Diagnostic {
  const refuse = refuser(file);
  if (!isUtf8(octets)) {
    return refuse('file-encoding', 'this line is not UTF-8; save the file as UTF-8', firstBadLine(octets));
  }
  const nul = octets.indexOf(0);
  if (nul >= 0) return refuse('file-encoding', 'this line holds a NUL octet', lineOf(octets, nul));
  return new TextDecoder('utf-8').decode(octets);
}

function refuser(file: string): (rule: string, message: string, line?: number) => Diagnostic {
  return (rule, message, line) => ({
    severity: 'error',
    rule,
    message,
    at: { file, ...(line !== undefined && { line, column: 1 }) },
  });
}

function firstBadLine(octets: Buffer): number {
  let line = 1;
  for (let start = 0; ; line++) {
    const end = octets.indexOf(0x0a, start);
    // No octet of a character of several octets is a line feed: each line can be judged by itself.
    if (end < 0 || !isUtf8(octets.subarray(start, end))) return line;
    start = end + 1;
  }
}

function lineOf(octets: Buffer, offset: number): number {
  let line = 1;
  for (let at = octets.indexOf(0x0a); at >= 0 && at < offset; at = octets.indexOf(0x0a, at + 1)) line++;
  return line;
}
