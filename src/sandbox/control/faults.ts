/** Faults at the control port: ordered one by one, or as a mix by seed and rate. */
import type { Faults, OrderedFault } from '../faults/faults.ts';
import { faultKinds } from '../faults/kinds.ts';
import { Mix, readMix } from '../faults/mix.ts';
import type { Store } from '../store/store.ts';
import { type Body, invalid, readObjects, readOptionalString, readString } from './input.ts';

export function showFaults(faults: Faults): unknown {
  return { faults: faults.ordered.map(shape), mix: faults.mix?.options ?? null, held: faults.held };
}

/** A list of `{kind, method?, path?, nth?, retry_after?, location?, ms?}`, or a mix `{seed, rate, kinds?}`. */
export function addFaults(faults: Faults, store: Store, given: unknown): unknown {
  if (Array.isArray(given)) {
    const ordered = readObjects({ faults: given }, 'faults').map(readFault);
    for (const fault of ordered) faults.add(fault);
  } else useMix(faults, store, given);
  return showFaults(faults);
}

/** With a mix uuids follow from what is made: they stand in paths, from which faults are drawn. */
export function useMix(faults: Faults, store: Store, given: unknown): void {
  if (typeof given !== 'object' || given === null) throw invalid('faults', 'must be a list or a mix');
  const mix = new Mix(readMix(given as Body));
  faults.use(mix);
  store.uuids.follow(mix.options.seed);
}

function readFault(given: Body): OrderedFault {
  const kind = readString(given, 'kind');
  if (!faultKinds.includes(kind)) throw invalid('kind', `must be one of ${faultKinds.join(', ')}`);
  return {
    kind,
    nth: readWhole(given, 'nth', 1) ?? 1,
    method: readOptionalString(given, 'method'),
    path: readPattern(readOptionalString(given, 'path') ?? ''),
    retryAfter: readOptionalString(given, 'retry_after'),
    location: readOptionalString(given, 'location'),
    ms: readWhole(given, 'ms', 0),
    seen: 0,
    fired: false,
  };
}

function readWhole(given: Body, field: string, least: number): number | undefined {
  const value = given[field];
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= 600_000) {
    return value;
  }
  throw invalid(field, `must be a whole number from ${least} to 600000`);
}

function readPattern(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch (error) {
    throw invalid('path', `must be a regular expression: ${(error as Error).message}`);
  }
}

function shape({ kind, method, path, nth, seen, fired }: OrderedFault): unknown {
  return { kind, method: method ?? null, path: path.source, nth, seen, fired };
}
