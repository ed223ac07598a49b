/** What live is read from by the commands that write nothing: the API, or files in its place. */
import type { AccountReader, ZoneReader } from '../model/provider.ts';
import type { CommonOptions } from './common-options.ts';
import { type ApiOptions, openConnection } from './connection.ts';
import type { Host } from './host.ts';
import { openLive } from './live-path.ts';
import { progressTo } from './progress.ts';

export async function openReader(
  host: Host,
  options: ApiOptions & CommonOptions & { readonly live?: string },
  concurrency: number | undefined,
): Promise<{ reader: ZoneReader; origin: string; account: AccountReader['whoami'] }> {
  if (options.live !== undefined)
    return { reader: await openLive(options.live), origin: 'file', account: async () => undefined };
  const connection = await openConnection(host, options, {
    ...(concurrency === undefined ? {} : { concurrency }),
    signal: host.stopSignal(),
    onEvent: progressTo(host, options),
  });
  return { reader: connection, origin: connection.origin, account: () => connection.whoami() };
}
