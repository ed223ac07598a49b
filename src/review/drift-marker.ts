/** The marker of the one issue that tells of drift: which drift it tells of, and since when. */
import { LONGEST_KEY } from '../model/review.ts';
import { hiddenLine, isText, readHiddenLine } from './marker.ts';

export interface DriftMarker {
  readonly key: string;
  /** As {@link planHash} gives it. */
  readonly fingerprint: string;
  /** UTC, ISO 8601. */
  readonly since: string;
}

export function writeDriftMarker({ key, fingerprint, since }: DriftMarker): string {
  return hiddenLine('drift', { key, fingerprint, since });
}

export function readDriftMarker(body: string): DriftMarker | undefined {
  const { key, fingerprint, since } = readHiddenLine('drift', body) ?? {};
  const isWhole =
    isText(key, LONGEST_KEY) &&
    isText(fingerprint, 64, /^[0-9a-f]{64}$/) &&
    isText(since, 30, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
  return isWhole ? { key, fingerprint, since } : undefined;
}
