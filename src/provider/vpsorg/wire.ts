/** The shapes of the vendor's answers: JSON of unknown honesty in, typed objects or a problem out. */
import type { Problem, Reading } from '../request.ts';

/** A zone as lists show it; `records` stands in the detail only. */
export interface WireZone {
  readonly uuid: string;
  readonly domain: string;
  readonly record_count: number;
  readonly records?: readonly WireRecord[];
}

export interface WireRecord {
  readonly uuid: string;
  readonly record_type: string;
  readonly name: string;
  readonly value: string;
  readonly ttl: number;
  /** null where there is none or it is no integer. */
  readonly priority: number | null;
  readonly created_at: string;
}

/** One answer of a list. `count` is absent where the service gives the whole list as a bare array. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly count?: number;
}

export function readZone(json: unknown): Reading<WireZone> {
  if (!isObject(json)) return { problem: 'a zone is no object' };
  const { uuid, domain, record_count: count } = json;
  if (!isUuid(uuid)) return { problem: 'a zone has no usable uuid' };
  if (typeof domain !== 'string' || domain === '') return { problem: `zone ${uuid} has no domain` };
  if (!isCount(count)) return { problem: `zone ${uuid} has no record_count` };
  const zone = { uuid, domain, record_count: count };
  if (json.records === undefined) return { value: zone };
  const records = readArray(json.records, readRecord);
  return records.value === undefined ? records : { value: { ...zone, records: records.value } };
}

export function readRecord(json: unknown): Reading<WireRecord> {
  if (!isObject(json)) return { problem: 'a record is no object' };
  const { uuid, record_type, name, value, ttl, priority, created_at } = json;
  if (!isUuid(uuid)) return { problem: 'a record has no usable uuid' };
  if (typeof record_type !== 'string') return { problem: `record ${uuid} has no record_type` };
  if (typeof name !== 'string') return { problem: `record ${uuid} has no name` };
  if (typeof value !== 'string') return { problem: `record ${uuid} has no value` };
  if (!isCount(ttl)) return { problem: `record ${uuid} has no ttl` };
  return {
    value: {
      uuid,
      record_type,
      name,
      value,
      ttl,
      priority: Number.isInteger(priority) ? (priority as number) : null,
      created_at: typeof created_at === 'string' ? created_at : '',
    },
  };
}

/** Why these records cannot be all of the zone's, by its own count and their uuids; undefined where they can. */
export function countProblem(zone: WireZone, records: readonly WireRecord[]): string | undefined {
  const distinct = new Set(records.map(({ uuid }) => uuid)).size;
  return distinct === zone.record_count && distinct === records.length
    ? undefined
    : `${zone.domain} came short: ${distinct} distinct records, while its record_count is ${zone.record_count}`;
}

/** Reads a list in either of its forms: a bare array, or `{count, next, previous, results}`; `next` is not looked at. */
export function readPage<T>(json: unknown, readItem: (json: unknown) => Reading<T>): Reading<Page<T>> {
  if (Array.isArray(json)) {
    const items = readArray(json, readItem);
    return items.value === undefined ? items : { value: { items: items.value } };
  }
  if (!isObject(json) || !isCount(json.count)) return { problem: 'the answer is no list' };
  const items = readArray(json.results, readItem);
  return items.value === undefined ? items : { value: { items: items.value, count: json.count } };
}

/** Reads both error-body forms: the page's `{detail, error_code, field}` and Django REST Framework's `{field: [text]}`. */
export function readProblem(json: unknown): Problem | undefined {
  if (Array.isArray(json)) return isTexts(json) ? { message: shorten(json.join('; ')) } : undefined;
  if (!isObject(json)) return undefined;
  const { detail, error_code, field } = json;
  const message = textsOf(detail);
  if (message !== undefined) {
    return {
      message: shorten(message),
      ...(typeof error_code === 'string' ? { code: error_code } : {}),
      ...(typeof field === 'string' ? { field } : {}),
    };
  }
  const errors = Object.entries(json).flatMap(([name, texts]) => {
    const text = textsOf(texts);
    return text === undefined ? [] : [{ name, text }];
  });
  const [first] = errors;
  if (first === undefined) return undefined;
  const all = errors.map(({ name, text }) => (name === 'non_field_errors' ? text : `${name}: ${text}`));
  return {
    message: shorten(all.join('; ')),
    ...(first.name === 'non_field_errors' ? {} : { field: first.name }),
  };
}

/** Whether a uuid, which is opaque and may come from anyone, can stand in a path without becoming another path. */
export function isPathSafe(uuid: string): boolean {
  return /^[A-Za-z0-9._-]{1,64}$/.test(uuid) && uuid !== '.' && uuid !== '..';
}

export function isObject(json: unknown): json is Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function readArray<T>(json: unknown, readItem: (json: unknown) => Reading<T>): Reading<readonly T[]> {
  if (!Array.isArray(json)) return { problem: 'the answer is no list' };
  const items: T[] = [];
  for (const item of json) {
    const reading = readItem(item);
    if (reading.problem !== undefined) return reading;
    items.push(reading.value);
  }
  return { value: items };
}

function isUuid(json: unknown): json is string {
  return typeof json === 'string' && isPathSafe(json);
}

function isCount(json: unknown): json is number {
  return Number.isSafeInteger(json) && (json as number) >= 0;
}

function textsOf(json: unknown): string | undefined {
  if (typeof json === 'string' && json !== '') return json;
  return Array.isArray(json) && isTexts(json) ? json.join('; ') : undefined;
}

function isTexts(json: readonly unknown[]): json is readonly string[] {
  return json.length > 0 && json.every((text) => typeof text === 'string');
}

/** An error text is shown, so it may not be a whole page. */
function shorten(text: string): string {
  return text.length <= 200 ? text : `${text.slice(0, 200)}…`;
}
