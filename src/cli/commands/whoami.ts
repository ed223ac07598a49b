/** `dnssync whoami`: whose token this is and what it may do. */
import { DnssyncError } from '../../errors.ts';
import { accountToJson, renderAccount } from '../../render/account.ts';
import { safeJson } from '../../render/safe.ts';
import { wantsColor } from '../color.ts';
import type { CommonOptions } from '../common-options.ts';
import { type ApiOptions, openConnection } from '../connection.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Host } from '../host.ts';
import { progressTo } from '../progress.ts';

export interface WhoamiOptions extends CommonOptions, ApiOptions {
  readonly format: 'text' | 'json';
}

export async function whoami(host: Host, options: WhoamiOptions): Promise<ExitCode> {
  const onEvent = progressTo(host, options);
  const provider = await openConnection(host, options, { signal: host.stopSignal(), onEvent });
  const account = await provider.whoami();
  if (account === undefined) {
    throw new DnssyncError(`${provider.origin} does not tell whose token this is`, {
      code: 'not-found',
      hint: 'the token may be fine all the same: try dnssync zones',
    });
  }
  const color = wantsColor(options.color, host.stdout, host.env);
  host.stdout.write(
    options.format === 'json'
      ? `${safeJson(accountToJson(account, provider.origin))}\n`
      : renderAccount(account, provider.origin, { color }),
  );
  return EXIT.done;
}
