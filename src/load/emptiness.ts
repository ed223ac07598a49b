/** zone-empty: a file that declares no records must say that it means it, or it would delete everything. */
import type { Mistake } from './mistake.ts';
import type { Source } from './source.ts';
import { entryOf, type YamlNode } from './tree.ts';

/** For files in which nothing else is wrong; `root` is absent for a file without data. */
export function emptiness(source: Source, root: YamlNode | undefined): Mistake[] {
  const map = root?.kind === 'map' ? root : undefined;
  const records = map && entryOf(map, 'records');
  if (records?.value.kind === 'map' && records.value.entries.length > 0) return [];
  const allowed = map && entryOf(map, 'allow_empty')?.value;
  if (allowed?.kind === 'text' && allowed.text === 'true') return [];
  const span = records?.key ?? { start: 0, end: source.lineAt(0).length };
  const message = 'this file declares no records; write allow_empty: true if the zone is meant to have none';
  return [{ rule: 'zone-empty', span, message }];
}
