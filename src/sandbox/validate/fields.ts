/** The body of a request for a record: every field judged, all problems together. */
import { type FieldProblem, Problem } from '../problem.ts';
import type { Settings } from '../settings.ts';
import type { RecordFields } from '../store/op.ts';
import { ownerRefusedByBind, readOwner } from './host.ts';
import { type Reading, take } from './reading.ts';
import { readText } from './text.ts';
import { readPriority, readTtl, readValue, recordTypes } from './values.ts';

export interface FieldRules {
  readonly domain: string;
  readonly settings: Settings;
  /** The record as it stands, where the request changes only what it gives (PATCH). */
  readonly base?: RecordFields;
}

/**
 * What the record would say after this request. Unknown parameters and those the service sets itself are passed over,
 * as Django REST Framework does; what stands already is not judged again. Throws a Problem with every field at fault.
 */
export function readFields(body: Readonly<Record<string, unknown>>, rules: FieldRules): RecordFields {
  const { base, domain, settings } = rules;
  const problems: FieldProblem[] = [];
  const isGiven = (field: keyof RecordFields) => base === undefined || body[field] !== undefined;

  let record_type = base?.record_type ?? '';
  if (isGiven('record_type')) record_type = take(readType(body.record_type), 'record_type', '', problems);
  const newType = record_type !== base?.record_type;
  // With an unknown type there is nothing to judge a value by.
  const judged = record_type !== '';

  let name = base?.name ?? '';
  if (isGiven('name')) name = take(readName(body.name, domain, settings), 'name', '', problems);
  if (judged && name !== '' && settings.host_names && (newType || name !== base?.name)) {
    const message = ownerRefusedByBind(record_type, name);
    if (message !== undefined) problems.push({ field: 'name', message });
  }

  let value = base?.value ?? '';
  if (isGiven('value')) value = take(readText(body.value), 'value', '', problems);
  if (judged && value !== '' && (newType || value !== base?.value)) {
    value = take(readValue(record_type, value, settings), 'value', '', problems);
  }

  let ttl = base?.ttl ?? 0;
  if (isGiven('ttl')) ttl = take(readTtl(body.ttl, settings), 'ttl', 0, problems);

  let priority = base?.priority ?? null;
  if (judged && (isGiven('priority') || newType)) {
    // A change of type keeps the priority where none is sent and the new type has one.
    const given = body.priority === undefined ? priority : body.priority;
    priority = take(readPriority(record_type, given), 'priority', null, problems);
  }

  if (problems.length > 0) throw Problem.invalid(problems);
  return { record_type, name, value, ttl, priority };
}

function readType(given: unknown): Reading<string> {
  const text = readText(given);
  if ('wrong' in text || recordTypes.includes(text.kept)) return text;
  return { wrong: `Unknown record type '${text.kept}': must be one of ${recordTypes.join(', ')}.` };
}

function readName(given: unknown, domain: string, settings: Settings): Reading<string> {
  const text = readText(given);
  return 'wrong' in text ? text : readOwner(text.kept, domain, settings);
}
