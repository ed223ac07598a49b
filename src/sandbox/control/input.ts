/** What the control port is sent: read loosely, for its callers want to store what the API would refuse. */
import { type FieldProblem, Problem } from '../problem.ts';
import type { RecordFields } from '../store/op.ts';

export type Body = Readonly<Record<string, unknown>>;

/** A list of objects, or none where it is left out. Throws a Problem for anything else. */
export function readObjects(body: Body, field: string): readonly Body[] {
  const list = body[field] ?? [];
  if (Array.isArray(list) && list.every(isObject)) return list;
  throw invalid(field, 'must be a list of objects');
}

export function readString(body: Body, field: string): string {
  const value = body[field];
  if (typeof value === 'string') return value;
  throw invalid(field, 'must be a string');
}

export function readOptionalString(body: Body, field: string): string | undefined {
  return body[field] === undefined ? undefined : readString(body, field);
}

/** A record's fields, of the right types and otherwise unjudged. @param base what stands where nothing is given */
export function readRawFields(body: Body, base?: RecordFields): RecordFields {
  const merged = { ttl: 3600, priority: null, ...base, ...body };
  const { ttl, priority } = merged;
  // JSON may hold 1e999, and would write it down as null.
  if (!Number.isFinite(ttl)) throw invalid('ttl', 'must be a number');
  if (priority !== null && !Number.isFinite(priority)) throw invalid('priority', 'must be a number or null');
  return {
    record_type: readString(merged, 'record_type'),
    name: readString(merged, 'name'),
    value: readString(merged, 'value'),
    ttl,
    priority,
  };
}

export function invalid(field: string, what: string): Problem {
  const problem: FieldProblem = { field, message: `${field} ${what}` };
  return Problem.invalid([problem]);
}

function isObject(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
