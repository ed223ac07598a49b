/** Journals of runs that were killed: what happens to them, and whether what is told from them is so. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChangeJson } from '../../../src/render/change-json.ts';
import type { ReportJson } from '../../../src/render/report-json.ts';
import { keyOf, type PlainRecord } from './change-set.ts';
import type { VirtualSandbox } from './virtual-sandbox.ts';

export const FATES = ['kept', 'deleted', 'torn'] as const;
export type Fate = (typeof FATES)[number];

/** The folder of the only run that a working directory holds; undefined where none was recorded. */
export function runFolderIn(cwd: string): string | undefined {
  const runs = join(cwd, '.dnssync/runs');
  const ids = existsSync(runs) ? readdirSync(runs).sort() : [];
  return ids[0] === undefined ? undefined : join(runs, ids[0]);
}

/** @param share how much of it a tear leaves, from 0 to 1 */
export function spoil(run: string, fate: Fate, share: number): void {
  const path = join(run, 'journal.jsonl');
  if (fate === 'deleted') rmSync(path);
  if (fate === 'torn') {
    const octets = readFileSync(path);
    writeFileSync(path, octets.subarray(0, Math.floor(share * octets.length)));
  }
}

/** What the service's log knows of the writes that came: the truth of which a run's report must tell nothing else. */
export class Truth {
  /** By what was asked, whether it was done. */
  readonly #asked = new Map<string, boolean>();

  constructor({ log, store }: VirtualSandbox) {
    for (const { method, path, status, body } of log.entries()) {
      if (method === 'GET') continue;
      const uuid = /\/dns-(?:zones|records)\/([^/]+)\//.exec(path)?.[1] ?? '';
      const domain = store.state.zone(uuid)?.zone.domain ?? '';
      const { record_type: type, ...record } = Object(body) as PlainRecord & {
        readonly record_type?: string;
      };
      const what =
        method !== 'POST' ? uuid : type === undefined ? 'zone' : keyOf(domain, { ...record, type });
      const key = `${method} ${what}`;
      this.#asked.set(key, this.#asked.get(key) === true || (status ?? 0) < 300);
    }
  }

  /**
   * What a report says and is not so. What is called unknown can be either.
   *
   * @param isWhole whether the journal lost nothing: then it tells of each call that was sent
   */
  lies({ zones, changes }: Pick<ReportJson, 'zones' | 'changes'>, isWhole: boolean): string[] {
    const told = [
      // No set makes two zones, or deletes one.
      ...zones.map(({ status }) => ({ status, key: 'POST zone' })),
      ...changes.map(({ zone, change, status }) => ({ status, key: keyOfChange(zone, change) })),
    ];
    return told.flatMap(({ status, key }) => {
      const isDone = this.#asked.get(key);
      const isTrue =
        status === 'done'
          ? isDone === true
          : status === 'failed'
            ? isDone === false
            : status === 'unknown' || !isWhole || isDone === undefined;
      return isTrue ? [] : [`${status}, but ${isDone}: ${key}`];
    });
  }
}

function keyOfChange(zone: string, { action, id, name, after }: ChangeJson): string {
  if (action === 'create') {
    return `POST ${keyOf(zone, { ...after, name, priority: after?.priority ?? null } as PlainRecord)}`;
  }
  return `${action === 'update' ? 'PATCH' : 'DELETE'} ${id}`;
}
