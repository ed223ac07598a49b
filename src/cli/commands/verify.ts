/** `dnssync verify`: asks the authoritative servers for every RRset, and reports file, API and DNS beside each other. */
import { isDnssyncError } from '../../errors.ts';
import { type ZoneVerification, zoneVerdict } from '../../model/dns-report.ts';
import { safe, safeJson } from '../../render/safe.ts';
import { renderVerification, verificationToJson } from '../../render/verify.ts';
import { filesToVerify, planZones, zonesToVerify } from '../../sync.ts';
import { verify as verifyZones } from '../../verify/verify.ts';
import type { ZoneToVerify } from '../../verify/verify-zone.ts';
import { wantsColor } from '../color.ts';
import type { CommonOptions } from '../common-options.ts';
import { type ApiOptions, openConnection } from '../connection.ts';
import { openDns, type ServerOptions } from '../dns.ts';
import { EXIT, type ExitCode, weightiest } from '../exit-code.ts';
import type { Host } from '../host.ts';
import { openProgress, progressTo } from '../progress.ts';
import { VERSION } from '../version.ts';
import { type FileOptions, openWorkspace, type Workspace } from '../workspace.ts';

export interface VerifyOptions extends CommonOptions, FileOptions, ApiOptions, ServerOptions {
  readonly format: 'text' | 'json';
  readonly dnsOnly?: boolean;
  /** Seconds that one try to ask a server may take. */
  readonly timeout: number;
}

export async function verify(
  host: Host,
  patterns: readonly string[],
  options: VerifyOptions,
): Promise<ExitCode> {
  const workspace = await openWorkspace(host, options, patterns);
  if (workspace === undefined) return EXIT.invalid;
  const signal = host.stopSignal();
  const subjects = await readSubjects(host, workspace, options, signal);
  const dns = openDns(workspace.config, options, options.timeout, signal);
  const progress = openProgress(host, options);
  let zones: readonly ZoneVerification[];
  try {
    zones = await verifyZones(subjects, {
      ...dns,
      onZone: (finished, total) => progress.count('zones verified', finished, total),
    });
  } finally {
    progress.end();
    dns.asker.close();
  }
  signal.throwIfAborted();
  host.stdout.write(printed(zones, host, options));
  return weightiest(zones.map(exitOf));
}

/** Files and API, as far as the API can be asked; where it cannot, files and DNS are compared all the same. */
async function readSubjects(
  host: Host,
  workspace: Workspace,
  options: VerifyOptions,
  signal: AbortSignal,
): Promise<readonly ZoneToVerify[]> {
  const { desired, config } = workspace;
  if (options.dnsOnly) return filesToVerify(desired, { status: 'not-asked' });
  if (options.tokenFile === undefined && (host.env.VPS_API_TOKEN ?? '') === '') {
    host.stderr.write(
      'There is no VPS_API_TOKEN: files are compared with DNS only (--dns-only says so too).\n',
    );
    return filesToVerify(desired, { status: 'not-asked' });
  }
  try {
    const provider = await openConnection(host, options, {
      ...(config.concurrency === undefined ? {} : { concurrency: config.concurrency }),
      signal,
      onEvent: progressTo(host, options),
    });
    return zonesToVerify(await planZones(workspace, provider));
  } catch (error) {
    if (!isDnssyncError(error) || error.code === 'stopped' || error.code === 'usage') throw error;
    const { message, hint } = error;
    host.stderr.write(
      `warning: the API could not be read, files are compared with DNS only: ${safe(message)}\n`,
    );
    return filesToVerify(desired, { status: 'unread', message, ...(hint === undefined ? {} : { hint }) });
  }
}

function printed(zones: readonly ZoneVerification[], host: Host, options: VerifyOptions): string {
  if (options.format === 'json') {
    return `${safeJson(verificationToJson(zones, { generator: `dnssync ${VERSION}` }))}\n`;
  }
  const color = wantsColor(options.color, host.stdout, host.env);
  return renderVerification(zones, { color, width: host.stdout.width, verbose: options.verbose === true });
}

function exitOf(zone: ZoneVerification): ExitCode {
  const verdict = zoneVerdict(zone);
  return verdict === 'equal' ? EXIT.done : verdict === 'different' ? EXIT.incomplete : EXIT.couldNot;
}
