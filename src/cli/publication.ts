/** `apply --verify`: looks at the name servers before the writes, and waits for them after. */
import type { Config } from '../load/config.ts';
import type { DnsVerification } from '../model/dns-report.ts';
import type { ApplyReport } from '../model/report.ts';
import { waitingText } from '../render/publication.ts';
import { type Planned, touchedZones } from '../sync.ts';
import { awaitServers, type Serials, serialsBefore } from '../verify/await-servers.ts';
import type { CommonOptions } from './common-options.ts';
import { openDns, type ServerOptions } from './dns.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import type { Host } from './host.ts';
import { renewedLine } from './progress.ts';
import { sleeper } from './sleep.ts';

export interface PublicationOptions extends CommonOptions, ServerOptions {
  /** Seconds. */
  readonly verifyTimeout: number;
}

/** Seconds that one try to ask a server may take. */
const ONE_TRY = 2;

/** The serials that the servers have before the writes: whether they move tells what became of them. */
export async function lookBefore(
  planned: Planned,
  config: Config,
  options: PublicationOptions,
  signal: AbortSignal,
): Promise<Serials> {
  const dns = openDns(config, options, ONE_TRY, signal);
  try {
    return await serialsBefore(
      touchedZones(planned).map(({ subject }) => subject),
      dns,
    );
  } finally {
    dns.asker.close();
  }
}

/**
 * Waits until the servers have it. Where the plan had nothing to do, they must have it already.
 *
 * @param report what the apply came to; undefined where it had nothing to do
 */
export async function lookAfter(
  host: Host,
  planned: Planned,
  { config, before, report }: { config: Config; before: Serials; report?: ApplyReport },
  options: PublicationOptions,
  signal: AbortSignal,
): Promise<DnsVerification> {
  if (report !== undefined && report.verification.status !== 'equal') {
    return { status: 'not-asked', message: 'live is not as the files say, see above' };
  }
  const dns = openDns(config, options, ONE_TRY, signal);
  const line = renewedLine(host, options);
  const started = host.now();
  try {
    const zones = await awaitServers(touchedZones(planned), before, {
      ...dns,
      sleep: sleeper(signal),
      now: host.now,
      timeoutSeconds: options.verifyTimeout,
      signal,
      onWait: ({ secondsLeft, ...waiting }) =>
        line.show(waitingText(waiting), waitingText({ ...waiting, secondsLeft })),
    });
    return { status: 'asked', zones, seconds: host.now() - started };
  } finally {
    line.clear();
    dns.asker.close();
  }
}

/** @param hasWritten whether the apply wrote anything: then what could not be asked is a goal not reached */
export function publicationExit(dns: DnsVerification | undefined, hasWritten: boolean): ExitCode {
  if (dns === undefined || dns.status === 'not-asked') return EXIT.done;
  const open = dns.zones.filter(({ publication }) => publication !== 'verified');
  if (open.length === 0) return EXIT.done;
  const isUnasked = open.every(({ publication }) => publication === 'unasked');
  return isUnasked && !hasWritten ? EXIT.couldNot : EXIT.incomplete;
}
