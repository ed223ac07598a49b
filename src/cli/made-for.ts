/** Holds what was made before, a saved plan or a snapshot, to the API and the account that it was made for. */
import { DnssyncError } from '../errors.ts';
import type { Account } from '../model/provider.ts';
import { safe } from '../render/safe.ts';
import type { Host } from './host.ts';

export interface MadeFor {
  /** In words that are safe to print. */
  readonly what: string;
  readonly apiOrigin: string;
  readonly account?: string;
}

/** Refuses what is of another API, before the token goes anywhere. */
export function checkOrigin({ what, apiOrigin }: MadeFor, origin: string): void {
  if (apiOrigin === origin) return;
  throw new DnssyncError(`${what} was made for ${safe(apiOrigin)}, not for ${origin}`, {
    code: 'refused',
    hint: 'set VPS_API_URL to the API that it was made for',
  });
}

/** Whether it is this account's; what is not known cannot differ. Says on stderr why not. */
export function isOfAccount(
  host: Host,
  { what, account: then }: MadeFor,
  account: Account | undefined,
): boolean {
  const now = account?.name;
  if (then === undefined || now === undefined || then === now) return true;
  host.stderr.write(
    `Nothing was written: ${what} was made for the account ${safe(then)}, and this token is of ${safe(now)}.\n`,
  );
  return false;
}
