/** Why a name holds what it holds, for people: each value with its place, its standing and its commit, then the rest. */
import { type RRset, type RRsetDifference, zoneVerdict } from '../model/dns-report.ts';
import { ttlText } from '../model/ttl.ts';
import type { Blame, Looked, Standing, ValueReason, Why } from '../model/why.ts';
import { changeText, placeText } from './change-text.ts';
import { counted } from './counted.ts';
import { dataText } from './data-text.ts';
import { messageText } from './message.ts';
import { showDomain } from './owner.ts';
import { safe } from './safe.ts';
import { type Styles, styles } from './style.ts';
import { verifyZoneLines } from './verify-zone.ts';
import { elide, padTo } from './width.ts';

export interface WhyTextOptions {
  readonly color: boolean;
  readonly width?: number | undefined;
  readonly verbose: boolean;
}

const NOTE = '      ';
const VALUE_WIDTH = 100;
const LEAST_VALUE = 24;
const ID_LENGTH = 8;

/** Names one after the other; ends in a line feed. */
export function renderWhy(names: readonly Why[], { color, width, verbose }: WhyTextOptions): string {
  const options = { style: styles(color), width, verbose };
  return `${names.map((why) => whyLines(why, options).join('\n')).join('\n\n')}\n`;
}

interface Options {
  readonly style: Styles;
  readonly width: number | undefined;
  readonly verbose: boolean;
}

function whyLines(why: Why, options: Options): string[] {
  const { style } = options;
  const head = `${style.bold(showDomain(why.name))}  zone ${showDomain(why.zone)}  ${style.dim(safe(why.file))}`;
  return [
    head,
    ...why.values.flatMap((value) => valueLines(value, why, options)),
    '',
    ...liveLines(why, style),
    ...blameProblem(why.blame, style),
    ...dnsLines(why, options),
    ...runLines(why, style),
    ...findingLines(why, style),
  ];
}

function valueLines(
  { record, source, standing, protectedBy }: ValueReason,
  { blame }: Why,
  { style, width, verbose }: Options,
): string[] {
  const ttl = record.ttl === undefined ? '' : `  ${style.dim(ttlText(record.ttl))}`;
  const place = source === undefined ? '' : `  ${style.dim(placeText(source))}`;
  const room = width === undefined || verbose ? VALUE_WIDTH : Math.max(LEAST_VALUE, width - 44);
  const value = verbose ? dataText(record) : elide(dataText(record), room);
  const [mark, words] = standingText(standing, style);
  const lines = [
    `  ${mark} ${style.cyan(padTo(safe(record.type), 5))} ${value}${ttl}${place}`,
    `${NOTE}${words}`,
  ];
  const found = source === undefined ? undefined : blameOf(blame, source.line);
  if (found !== undefined) lines.push(`${NOTE}${blameText(found, style)}`);
  if (protectedBy !== undefined) {
    lines.push(`${NOTE}protected by ${safe(protectedBy.text)}  ${style.dim(placeText(protectedBy.source))}`);
  }
  return lines;
}

function standingText(standing: Standing, style: Styles): readonly [mark: string, words: string] {
  switch (standing.kind) {
    case 'in-sync':
      return [style.green('='), 'in sync with live'];
    case 'differs':
      return [style.yellow('~'), `differs from live: ${changeText(withoutPlace(standing.change), style)}`];
    case 'absent':
      return [style.green('+'), 'not live yet: the plan creates it'];
    case 'undeclared':
      return [
        style.red('-'),
        standing.reason === 'duplicate'
          ? 'live a second time: the plan deletes this one'
          : 'live and in no file: the plan deletes it',
      ];
    case 'left-alone': {
      const { why, pattern } = standing.by;
      if (pattern !== undefined) {
        const where = style.dim(placeText(pattern.source));
        return [style.dim('·'), `left alone: ignored by ${safe(pattern.text)}  ${where}`];
      }
      const words = why === 'undeclared' ? 'live and in no file, and mode is additive' : 'ignored';
      return [style.dim('·'), `left alone: ${words}`];
    }
    case 'vendors':
      return [style.dim('·'), 'left alone: a name server of the zone, which the file does not declare'];
    case 'unmanaged':
      return [style.dim('·'), 'left alone: a type that is not managed here'];
    case 'unknown':
      return [style.dim('?'), 'live was not looked at'];
  }
}

/** The place stands above already. */
function withoutPlace(change: Extract<Standing, { kind: 'differs' }>['change']): typeof change {
  const { source: _, ...rest } = change;
  return rest;
}

function blameOf(blame: Looked<readonly Blame[]>, line: number): Blame | undefined {
  return blame.status === 'seen' ? blame.found.find((one) => one.line === line) : undefined;
}

function blameText({ commit }: Blame, style: Styles): string {
  if (commit === undefined) return style.yellow('not committed yet');
  const { id, author, date, subject } = commit;
  return style.dim(
    `${id.slice(0, ID_LENGTH)}  ${safe(author)}, ${date.slice(0, 10)}: ${elide(safe(subject), 60)}`,
  );
}

function liveLines({ live, values }: Why, style: Styles): string[] {
  if (live.status !== 'seen') return [`  ${label('live')} ${notSeen(live, style)}`];
  if (live.found === 'no such zone') return [`  ${label('live')} VPS.org has no such zone yet`];
  const inSync = values.filter(({ standing }) => standing.kind === 'in-sync').length;
  return [`  ${label('live')} ${inSync} of ${counted(values.length, 'value')} in sync`];
}

function blameProblem(blame: Looked<readonly Blame[]>, style: Styles): string[] {
  return blame.status === 'seen' ? [] : [`  ${label('git')} ${notSeen(blame, style)}`];
}

function dnsLines({ dns }: Why, { style, width, verbose }: Options): string[] {
  if (dns.status !== 'seen') return [`  ${label('DNS')} ${notSeen(dns, style)}`];
  const { found } = dns;
  const answering = found.servers.filter(({ status }) => status === 'answers').length;
  if (zoneVerdict(found) === 'equal') {
    const all = found.rrsets === 0 ? 'has nothing to be asked about' : 'answers just that';
    return [`  ${label('DNS')} ${counted(answering, 'server')} asked: ${all}`];
  }
  const verdict = found.differences.every(isAsLive)
    ? style.yellow('as live is, not yet as the file says')
    : style.red('not as it should be');
  const [, ...rest] = verifyZoneLines(found, { style, width, verbose, advice: false });
  return [`  ${label('DNS')} ${verdict}`, ...rest.map((line) => (line === '' ? '' : `  ${line}`))];
}

/** Whether the servers answer what the service holds, where that is not what the file says. */
function isAsLive({ api, servers }: RRsetDifference): boolean {
  const dataOf = (rrset: RRset | undefined): string => JSON.stringify(rrset?.data ?? []);
  return (
    api !== undefined &&
    servers.every(
      ({ agrees, found }) => !agrees && found?.kind === 'rrset' && dataOf(found.rrset) === dataOf(api),
    )
  );
}

function runLines({ run }: Why, style: Styles): string[] {
  if (run === undefined) return [`  ${label('run')} none that is kept changed it`];
  const { id, command, startedAt, steps } = run;
  return [
    `  ${label('run')} ${safe(command)} ${safe(id)}, ${safe(startedAt.slice(0, 16).replace('T', ' '))} UTC`,
    ...steps.map(
      ({ change, outcome }) =>
        `${NOTE}${changeText(withoutSource(change), style)}  ${style.dim(outcome.status)}`,
    ),
  ];
}

function withoutSource<T extends { readonly source?: unknown }>(change: T): T {
  const { source: _, ...rest } = change;
  return rest as T;
}

function findingLines({ findings }: Why, style: Styles): string[] {
  return findings.map(({ severity, rule, message, at }) => {
    const color = severity === 'error' ? style.red : severity === 'warning' ? style.yellow : style.dim;
    const place =
      at === undefined
        ? ''
        : `  ${style.dim(`${safe(at.file)}${at.line === undefined ? '' : `:${at.line}`}`)}`;
    return `  ${color(label(severity === 'info' ? 'note' : severity))} ${messageText(message)}  ${style.dim(safe(rule))}${place}`;
  });
}

function label(text: string): string {
  return padTo(text, 7);
}

function notSeen(looked: { readonly status: string; readonly message: string }, style: Styles): string {
  const words = looked.status === 'unread' ? 'could not be looked at' : 'was not looked at';
  return `${style.yellow(words)}: ${messageText(looked.message)}`;
}
