/** `dnssync why`: where each value at a name comes from, how it stands to live, DNS and git, and what applies to it. */
import { DnssyncError, isDnssyncError } from '../../errors.ts';
import type { ZoneVerification } from '../../model/dns-report.ts';
import type { Fqdn } from '../../model/name.ts';
import { isRecordType, RECORD_TYPES, type RecordType } from '../../model/record.ts';
import { closest } from '../../model/suggest.ts';
import type { Looked, Why } from '../../model/why.ts';
import { domainOf } from '../../model/zone.ts';
import { coveringWildcard, type MeantName, meantNames, nearestName } from '../../plan/meant-names.ts';
import { whyValues } from '../../plan/why.ts';
import { safe, safeJson } from '../../render/safe.ts';
import { renderWhy } from '../../render/why.ts';
import { whyToJson } from '../../render/why-json.ts';
import { filesToVerify, type Planned, planZones, zonesToVerify } from '../../sync.ts';
import { questionsAbout, verifyZone } from '../../verify/verify-zone.ts';
import { wantsColor } from '../color.ts';
import type { CommonOptions } from '../common-options.ts';
import { type ApiOptions, openConnection } from '../connection.ts';
import { openDns, type ServerOptions } from '../dns.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Host } from '../host.ts';
import { progressTo } from '../progress.ts';
import { baseFolder } from '../run-record.ts';
import { VERSION } from '../version.ts';
import { blameLines } from '../why/blame.ts';
import { findingsAt } from '../why/findings.ts';
import { lastRunAt } from '../why/last-run.ts';
import { type FileOptions, openWorkspace, type Workspace } from '../workspace.ts';

export interface WhyOptions extends CommonOptions, FileOptions, ApiOptions, ServerOptions {
  readonly format: 'text' | 'json';
  /** Whether the name servers are asked. */
  readonly dns: boolean;
  /** Seconds that one try to ask a server may take. */
  readonly timeout: number;
}

export async function why(
  host: Host,
  text: string,
  typeText: string | undefined,
  options: WhyOptions,
): Promise<ExitCode> {
  const type = typeText === undefined ? undefined : readType(typeText);
  const workspace = await openWorkspace(host, { ...options, quiet: true }, []);
  if (workspace === undefined) return EXIT.invalid;
  const meant = meantNames(text, workspace.desired);
  if (meant.length === 0) throw unknownName(text, workspace);
  const live = await lookAtLive(host, workspace, meant, options);
  const whys: Why[] = [];
  for (const { zone, name } of meant) {
    const found = live.status === 'seen' ? live.found : undefined;
    const plan = found?.plan.zones.find((one) => one.name === zone.name);
    const liveZone = found?.live.get(zone.name);
    const error = found?.plan.errors.find((one) => one.zone === domainOf(zone));
    const values = whyValues(
      zone,
      name,
      type,
      plan && { plan, ...(liveZone === undefined ? {} : { live: liveZone }) },
    );
    const lines = [...new Set(values.flatMap(({ source }) => source?.line ?? []))];
    const run = await lastRunAt(baseFolder(options), name);
    whys.push({
      zone: zone.name,
      file: zone.file,
      name,
      values,
      live: liveOf(live, error?.message, liveZone === undefined ? 'no such zone' : 'there'),
      dns: await askDns(host, workspace, { zone, name }, type, found, options),
      ...(run === undefined ? {} : { run }),
      findings: findingsAt(zone, name, values, workspace.diagnostics, plan),
      blame: await blameLines(host, zone.file, lines),
    });
  }
  const shown = whys.filter(({ values, live }) => values.length > 0 || live.status !== 'seen');
  if (shown.length === 0) throw nothingThere(text, type, meant, workspace);
  host.stdout.write(printed(shown, host, options));
  const isUnread = shown.some(({ live, dns }) => live.status === 'unread' || dns.status === 'unread');
  return isUnread ? EXIT.couldNot : EXIT.done;
}

function readType(text: string): RecordType {
  const type = text.toUpperCase();
  if (isRecordType(type)) return type;
  const near = closest(type, RECORD_TYPES);
  throw new DnssyncError(`'${safe(text)}' is not a record type`, {
    code: 'usage',
    hint: near === undefined ? `one of ${RECORD_TYPES.join(', ')}` : `did you mean ${near}?`,
  });
}

function unknownName(text: string, { desired }: Workspace): DnssyncError {
  const near = nearestName(text, desired);
  const whole =
    'a name that is in no file is written in full, as www.example.com, and its zone has a file: dnssync zones lists them';
  return new DnssyncError(`no zone file has the name '${safe(text)}'`, {
    code: 'usage',
    hint: near === undefined ? whole : `did you mean ${near}?`,
  });
}

function nothingThere(
  text: string,
  type: RecordType | undefined,
  [first]: readonly MeantName[],
  { desired }: Workspace,
): DnssyncError {
  const wildcard = first === undefined ? undefined : coveringWildcard(first);
  const near = type === undefined ? nearestName(text, desired) : undefined;
  const what = type === undefined ? safe(text) : `${safe(text)} ${type}`;
  return new DnssyncError(`${what} is neither in ${safe(first?.zone.file ?? '')} nor live`, {
    code: 'usage',
    ...(wildcard === undefined
      ? near === undefined || near === text
        ? {}
        : { hint: `did you mean ${near}?` }
      : { hint: `${domainOf(wildcard)} answers for it: dnssync why '${domainOf(wildcard)}'` }),
  });
}

async function lookAtLive(
  host: Host,
  workspace: Workspace,
  meant: readonly MeantName[],
  options: WhyOptions,
): Promise<Looked<Planned>> {
  if (options.tokenFile === undefined && (host.env.VPS_API_TOKEN ?? '') === '') {
    return { status: 'not-asked', message: 'there is no VPS_API_TOKEN' };
  }
  const { concurrency } = workspace.config;
  const wanted = new Set(meant.map(({ zone }) => zone));
  try {
    const provider = await openConnection(host, options, {
      ...(concurrency === undefined ? {} : { concurrency }),
      signal: host.stopSignal(),
      onEvent: progressTo(host, options),
    });
    const desired = workspace.desired.filter((zone) => wanted.has(zone));
    const beside = workspace.desired.filter((zone) => !wanted.has(zone));
    return {
      status: 'seen',
      found: await planZones({ desired, beside, managed: workspace.managed }, provider),
    };
  } catch (error) {
    if (!isDnssyncError(error) || error.code === 'stopped' || error.code === 'usage') throw error;
    return { status: 'unread', message: error.message };
  }
}

function liveOf(
  live: Looked<Planned>,
  error: string | undefined,
  found: 'there' | 'no such zone',
): Why['live'] {
  if (live.status !== 'seen') return live;
  return error === undefined ? { status: 'seen', found } : { status: 'unread', message: error };
}

/** The servers are asked about this name only. */
async function askDns(
  host: Host,
  { config, desired }: Workspace,
  { zone, name }: MeantName,
  type: RecordType | undefined,
  planned: Planned | undefined,
  options: WhyOptions,
): Promise<Looked<ZoneVerification>> {
  if (!options.dns) return { status: 'not-asked', message: '--no-dns' };
  const isMeant = (record: { readonly name: Fqdn; readonly type: string }): boolean =>
    record.name === name && (type === undefined || record.type === type || record.type === 'CNAME');
  const [subject] =
    planned === undefined || planned.plan.errors.length > 0
      ? filesToVerify(
          desired.filter((one) => one === zone),
          { status: 'not-asked' },
        )
      : zonesToVerify(planned).filter((one) => one.zone === zone.name);
  if (subject === undefined)
    return { status: 'not-asked', message: 'the file says that the zone is not to be there' };
  const dns = openDns(config, options, options.timeout, host.stopSignal());
  try {
    const { questions, passedOver } = questionsAbout(subject, dns.label());
    const own = questions.filter(({ owner, type }) => isMeant({ name: owner, type }));
    const hosts = await dns.directory.serversOf(zone.name, subject.nameServers);
    const found = await verifyZone(
      subject,
      hosts,
      { questions: own, passedOver: own.length === 0 ? passedOver : 0 },
      dns.asker,
    );
    const isAnswered = found.servers.some(({ status }) => status !== 'unasked' && status !== 'skipped');
    const problem = found.servers.find((check) => check.status === 'unasked');
    if (isAnswered || problem === undefined) return { status: 'seen', found };
    return {
      status: 'unread',
      message: problem.status === 'unasked' ? `${problem.server.host}: ${problem.message}` : '',
    };
  } finally {
    dns.asker.close();
  }
}

function printed(whys: readonly Why[], host: Host, options: WhyOptions): string {
  if (options.format === 'json') return `${safeJson(whyToJson(whys, { generator: `dnssync ${VERSION}` }))}\n`;
  const color = wantsColor(options.color, host.stdout, host.env);
  return renderWhy(whys, { color, width: host.stdout.width, verbose: options.verbose === true });
}
