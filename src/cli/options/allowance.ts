/** `--allow ZONE=N`: how many guarded changes a person admits in one zone. */
import { readAbsoluteName } from '../../model/name.ts';

/** Adds one `--allow` to those before it; zones by their canonical name. */
export function parseAllowance(
  text: string,
  before: ReadonlyMap<string, number> | undefined,
): ReadonlyMap<string, number> | { problem: string } {
  const [, zone, count] = /^([^=]+)=(\d{1,9})$/.exec(text) ?? [];
  const name = zone === undefined ? undefined : readAbsoluteName(zone).name;
  if (name === undefined || count === undefined) {
    return { problem: `'${text}' is not a zone and a number; write --allow example.com=12.` };
  }
  return new Map([...(before ?? []), [name, Number(count)]]);
}
