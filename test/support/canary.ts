/** A token that must stand nowhere, and the look for it. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { encodingsOf } from './encodings.ts';

export const CANARY = 'vps_Canary7Qx-2mZ_9LwTr4KdPvbH8';

/** @param about what the text is, for the message */
export function expectNoCanary(text: string, about: string): void {
  for (const encoded of encodingsOf(CANARY))
    expect(text.includes(encoded), `${encoded}, ${about}: ${text}`).toBe(false);
}

/** The names and the texts of all files below a folder. */
export function textsIn(path: string): string {
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .map((name) => join(path, name))
    .flatMap((file) => (statSync(file).isFile() ? [file, readFileSync(file, 'latin1')] : [file]))
    .join('\n');
}
