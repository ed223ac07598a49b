/** What a zone file is about, by a glance at its lines: for completion at a key's press, never for a plan. */
import { type Fqdn, readAbsoluteName, readOwner } from '../model/name.ts';

const WORD = String.raw`(?:"([^"\\]+)"|'([^']+)'|([^\s"'#&*!|>@%\x60{}\[\],?:-][^\s:#{}\[\],]*))`;
const ZONE = new RegExp(String.raw`^zone:[ \t]+${WORD}`, 'm');
const KEY = new RegExp(String.raw`^${WORD}[ \t]*:(?:\s|$)`);

/** What `zone:` says, as it stands there. */
export function readZoneKey(text: string): string | undefined {
  return wordOf(ZONE.exec(text));
}

export interface OutlinedName {
  readonly written: string;
  readonly owner: Fqdn;
}

/** The keys below `records:`, in block style. */
export function readNames(text: string, zone: string): OutlinedName[] {
  const { name } = readAbsoluteName(zone);
  if (name === undefined) return [];
  const names: OutlinedName[] = [];
  let indent: number | undefined;
  let isInside = false;
  for (const line of text.split('\n')) {
    const own = line.search(/[^ ]/);
    if (own < 0 || line[own] === '#') continue;
    if (own === 0) {
      isInside = /^records:\s*(#|$)/.test(line);
      indent = undefined;
      continue;
    }
    if (!isInside) continue;
    indent ??= own;
    if (own !== indent) continue;
    const written = wordOf(KEY.exec(line.slice(own)));
    const owner = written === undefined ? undefined : readOwner(written, name).name;
    if (written !== undefined && owner !== undefined) names.push({ written, owner });
  }
  return names;
}

function wordOf(match: RegExpExecArray | null): string | undefined {
  return match === null ? undefined : (match[1] ?? match[2] ?? match[3]);
}
