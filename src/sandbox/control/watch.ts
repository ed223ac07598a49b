/** What the checker watches, as the control port is told and tells it. */
import { foldCase, shortName } from '../names.ts';
import type { Checker } from './checker.ts';
import { type Body, invalid, readObjects, readOptionalString, readString } from './input.ts';

/** `{never_empty: [{zone, name, type?}], protected: [uuid]}`: adds to what is watched. */
export function addWatch(checker: Checker, body: Body): unknown {
  const names = readObjects(body, 'never_empty').map((given) => {
    const zone = foldCase(readString(given, 'zone'));
    const name = shortName(readString(given, 'name'), zone);
    return { zone, name, type: readOptionalString(given, 'type') };
  });
  const uuids = body.protected ?? [];
  if (!Array.isArray(uuids) || !uuids.every((uuid) => typeof uuid === 'string')) {
    throw invalid('protected', 'must be a list of uuids');
  }
  for (const name of names) checker.watch(name);
  for (const uuid of uuids) checker.protect(uuid);
  return checker.watched;
}
