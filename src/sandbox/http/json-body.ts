/** The body of a request as JSON, refused as Django REST Framework refuses it. */
import { Problem } from '../problem.ts';
import type { Request } from './message.ts';

/** Any JSON value. Throws a Problem: 413 too large, 415 not sent as JSON, 400 no JSON. */
export function readJson(request: Request): unknown {
  if (request.body === undefined) throw Problem.tooLarge();
  const given = request.contentType ?? '';
  const mediaType = given.split(';', 1)[0]?.trim().toLowerCase();
  if (mediaType !== 'application/json') throw Problem.wrongMediaType(given);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(request.body));
  } catch (error) {
    throw Problem.malformed(`JSON parse error - ${(error as Error).message}`);
  }
}

/** A JSON object. Throws a Problem for anything else. */
export function readJsonObject(request: Request): Readonly<Record<string, unknown>> {
  const value = readJson(request);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Readonly<Record<string, unknown>>;
  }
  const kind = value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value;
  throw Problem.invalid([
    { field: undefined, message: `Invalid data. Expected a dictionary, but got ${kind}.` },
  ]);
}
