/** The account behind the token, where the service tells; that it does not is no obstacle. */
import { isDnssyncError } from '../errors.ts';
import type { Account, AccountReader } from '../model/provider.ts';

export async function knownAccount(provider: Pick<AccountReader, 'whoami'>): Promise<Account | undefined> {
  try {
    return await provider.whoami();
  } catch (error) {
    if (!isDnssyncError(error) || error.code === 'auth' || error.code === 'stopped') throw error;
    return undefined;
  }
}
