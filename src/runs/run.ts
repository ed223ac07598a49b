/** What a run's folder says of the run itself. */

export type RunCommand = 'apply' | 'undo' | 'snapshot';

export interface RunHead {
  readonly formatVersion: '1.0';
  readonly id: string;
  readonly command: RunCommand;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly apiOrigin: string;
  readonly account?: string;
  /** Zones that were not there before: they are in no snapshot. */
  readonly newZones: readonly string[];
  /** How many zones are in it, and changes were planned. */
  readonly zones: number;
  readonly changes: number;
  /** For an undo: what it went back to. */
  readonly backTo?: string;
}

/** Names of what stands in a run's folder. */
export const RUN_FILES = {
  head: 'run.json',
  plan: 'plan.json',
  snapshot: 'snapshot',
  journal: 'journal.jsonl',
  report: 'report.json',
} as const;

/** Reads a run's head; undefined where it is none, for folders are copied, cut and edited. */
export function readRunHead(text: string): RunHead | undefined {
  try {
    const json = JSON.parse(text) as Partial<Record<keyof RunHead, unknown>> | null;
    const isHead =
      json?.formatVersion === '1.0' &&
      [json.id, json.command, json.startedAt, json.apiOrigin].every((value) => typeof value === 'string') &&
      [json.account, json.backTo].every((value) => value === undefined || typeof value === 'string') &&
      [json.zones, json.changes].every((value) => typeof value === 'number') &&
      Array.isArray(json.newZones) &&
      json.newZones.every((zone) => typeof zone === 'string');
    return isHead ? (json as unknown as RunHead) : undefined;
  } catch {
    return undefined;
  }
}
