/** `--allow ZONE=N` and `--allow-zone-delete ZONE`: what a person admits in one zone. */
import { type Fqdn, readAbsoluteName } from '../../model/name.ts';

/** Adds one `--allow` to those before it; zones by their canonical name. */
export function parseAllowance(
  text: string,
  before: ReadonlyMap<Fqdn, number> | undefined,
): ReadonlyMap<Fqdn, number> | { problem: string } {
  const [, zone, count] = /^([^=]+)=(\d{1,9})$/.exec(text) ?? [];
  const name = zone === undefined ? undefined : readAbsoluteName(zone).name;
  if (name === undefined || count === undefined) {
    return { problem: `'${text}' is not a zone and a number; write --allow example.com=12.` };
  }
  return new Map([...(before ?? []), [name, Number(count)]]);
}

/** Adds one `--allow-zone-delete` to those before it. No globs: each zone that is to go is named. */
export function parseZoneDeletion(
  text: string,
  before: ReadonlySet<Fqdn> | undefined,
): ReadonlySet<Fqdn> | { problem: string } {
  const name = text.includes('*') ? undefined : readAbsoluteName(text).name;
  if (name === undefined)
    return { problem: `'${text}' is not a zone; write --allow-zone-delete example.com.` };
  return new Set([...(before ?? []), name]);
}
