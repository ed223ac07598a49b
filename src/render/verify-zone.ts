/** One zone of a verification as text: its servers, then each difference with its sides below each other. */
import {
  type RRsetDifference,
  type ServerCheck,
  type ServerFinding,
  type ZoneVerification,
  zoneVerdict,
} from '../model/dns-report.ts';
import { presentNameServer } from '../model/name-server.ts';
import { placeText } from './change-text.ts';
import { counted } from './counted.ts';
import { messageText } from './message.ts';
import { showDomain, showOwner } from './owner.ts';
import { besideCell, foundCell, rrsetCell, ttlsText, words } from './rrset-text.ts';
import { safe } from './safe.ts';
import { presentAddress, serverNames } from './server-name.ts';
import type { Styles } from './style.ts';
import { tableLines } from './table.ts';
import type { Cell } from './value-cell.ts';
import { displayWidth, padTo } from './width.ts';

export interface VerifyZoneOptions {
  readonly style: Styles;
  /** Columns of the terminal; undefined where there is none. */
  readonly width?: number | undefined;
  /** All differences and whole values. */
  readonly verbose: boolean;
  /** Whether to say what the differences mean. */
  readonly advice: boolean;
}

/** So many differences are shown of a zone; the rest is counted. */
const MOST_SHOWN = 20;
const MOST_NAMED = 2;
const VALUE_WIDTH = 100;
const LEAST_VALUE_WIDTH = 32;
const WIDEST_VALUE = 48;
const TTL_WIDTH = 6;

/** The side of one party: file, API, or the servers that say the same. */
interface Side {
  readonly label: string;
  readonly differs: boolean;
  readonly cell: Cell;
  readonly ttl: string;
  /** Said with less weight: there is nothing to compare. */
  readonly faint?: boolean;
}

/** The zone's lines, head first. */
export function verifyZoneLines(zone: ZoneVerification, options: VerifyZoneOptions): string[] {
  const { style, verbose } = options;
  const shown = verbose ? zone.differences : zone.differences.slice(0, MOST_SHOWN);
  const nameOf = serverNames(zone.servers);
  const labels = ['file', 'API', ...zone.servers.map(({ server }) => nameOf(server))];
  const room = roomForValue(widest(labels.map(displayWidth)), options);
  const blocks = shown.map((difference) => ({
    difference,
    sides: sidesOf(difference, zone, { nameOf, room, style }),
  }));
  const all = blocks.flatMap(({ sides }) => sides);
  const labelWidth = widest(all.map(({ label }) => displayWidth(label)));
  // The ttl stands in a column, but for values so long that it would be lost to sight.
  const valueWidth = widest(
    all.map(({ cell, ttl }) => (ttl === '' || cell.width > WIDEST_VALUE ? 0 : cell.width)),
  );
  const rest = zone.differences.length - shown.length;
  return [
    headLine(zone, style),
    ...serverLines(zone.servers, style),
    ...blocks.flatMap(({ difference, sides }) => [
      '',
      differenceHead(difference, zone, style),
      ...sides.map((side) => sideLine(side, { own: sides[0], labelWidth, valueWidth, style })),
    ]),
    ...(rest > 0 ? ['', `  … and ${rest} more; --verbose shows them`] : []),
    ...(options.advice ? adviceLines(zone, nameOf, style) : []),
  ];
}

function headLine(zone: ZoneVerification, style: Styles): string {
  const { differences, rrsets } = zone;
  const verdict = zoneVerdict(zone);
  const asked = zone.servers.some(({ status }) => status === 'answers');
  const counts = !asked
    ? style.red('not verified')
    : differences.length > 0
      ? style.red(
          `${differences.length} of ${counted(rrsets, 'RRset')} ${differences.length === 1 ? 'differs' : 'differ'}`,
        )
      : `${counted(rrsets, 'RRset')} ${verdict === 'equal' ? style.green('equal') : 'equal where asked'}`;
  return `${style.bold(showDomain(zone.zone))}  ${counts}  ${style.dim(safe(zone.file))}`;
}

function serverLines(servers: readonly ServerCheck[], style: Styles): string[] {
  const hasNames = servers.some(({ server }) => (server.address ?? server.host) !== server.host);
  const rows = servers.map((check) => {
    const { host, address } = check.server;
    const isNamed = address !== undefined && address !== host;
    return [
      `  ${safe(isNamed ? host : presentNameServer(check.server))}`,
      ...(hasNames ? [isNamed ? presentAddress(check.server) : ''] : []),
      stateText(check),
    ];
  });
  return tableLines(rows, (line, index) => {
    const check = servers[index];
    if (check?.status === 'answers') return check.lags ? style.yellow(line) : style.dim(line);
    return check?.status === 'skipped' ? style.dim(line) : style.red(line);
  });
}

function stateText(check: ServerCheck): string {
  switch (check.status) {
    case 'answers':
      return `serial ${check.serial}${check.lags ? ', behind the others' : ''}`;
    case 'not-served':
      return `does not serve the zone (${messageText(check.message)})`;
    case 'unasked':
      return `could not be asked: ${messageText(check.message)}`;
    case 'skipped':
      return `not asked: ${messageText(check.message)}`;
  }
}

function differenceHead(
  { name, type, source }: RRsetDifference,
  { zone }: ZoneVerification,
  style: Styles,
): string {
  const place = source === undefined ? '' : `  ${style.dim(placeText(source))}`;
  return `  ${style.bold(showOwner(name, zone))}  ${style.cyan(type)}${place}`;
}

function sidesOf(
  difference: RRsetDifference,
  { api: state, zone }: ZoneVerification,
  {
    nameOf,
    room,
    style,
  }: { nameOf: (server: ServerFinding['server']) => string; room: number; style: Styles },
): readonly Side[] {
  const { file, api, apiAgrees, servers } = difference;
  const own: Side =
    file === undefined
      ? faint('file', 'not there')
      : { label: 'file', differs: false, cell: rrsetCell(file, room), ttl: ttlsText(file) };
  // Read beside an API that holds it, 'the same' would be taken for 'the same as the API'.
  const agreeing = file === undefined ? 'not there' : 'the same';
  const service: Side = apiAgrees
    ? faint('API', agreeing)
    : api === undefined
      ? { label: 'API', differs: true, cell: words('not there', style).cell, ttl: '' }
      : { label: 'API', differs: true, cell: besideCell(api, file, room, style), ttl: ttlsText(api) };
  const groups = new Map<string, { side: Side; names: string[] }>();
  for (const { server, agrees, found, asked } of servers) {
    const { cell, ttl } =
      agrees || found === undefined
        ? { cell: faint('', agreeing).cell, ttl: '' }
        : foundCell(found, file, room, style);
    const about = asked === undefined ? '' : ` (asked for ${showOwner(asked, zone)})`;
    const aside = about === '' ? '' : style.dim(about);
    const key = JSON.stringify([agrees, found]);
    const text = { text: cell.text + aside, width: cell.width + displayWidth(about) };
    const group = groups.get(key) ?? {
      side: { label: '', differs: !agrees, cell: text, ttl, faint: agrees },
      names: [],
    };
    groups.set(key, group);
    group.names.push(nameOf(server));
  }
  const answers = [...groups.values()].map(({ side, names }) => ({
    ...side,
    label: groupLabel(names, servers.length),
  }));
  return [own, ...(state.status === 'read' ? [service] : []), ...answers];
}

/** By name where they are few, and otherwise by number. */
function groupLabel(names: readonly string[], all: number): string {
  if (names.length === all && all > 1) return all === 2 ? 'both servers' : `all ${all} servers`;
  return names.length > MOST_NAMED ? counted(names.length, 'server') : names.join(', ');
}

function faint(label: string, text: string): Side {
  return { label, differs: false, cell: { text, width: displayWidth(text) }, ttl: '', faint: true };
}

function sideLine(
  { label, differs, faint, cell, ttl }: Side,
  {
    own,
    labelWidth,
    valueWidth,
    style,
  }: { own: Side | undefined; labelWidth: number; valueWidth: number; style: Styles },
): string {
  // What is wrong is red: the data, or the ttl alone.
  const ttlColor = differs && own?.ttl !== '' && ttl !== own?.ttl ? style.red : style.dim;
  const gap = ttl === '' ? '' : `${' '.repeat(Math.max(0, valueWidth - cell.width))}  ${ttlColor(ttl)}`;
  return `    ${differs ? style.red('≠') : ' '} ${padTo(label, labelWidth)}  ${faint ? style.dim(cell.text) : cell.text}${gap}`;
}

/** What the differences mean, and what to do. */
function adviceLines(
  zone: ZoneVerification,
  nameOf: (server: ServerFinding['server']) => string,
  style: Styles,
): string[] {
  const { differences, servers, api } = zone;
  const domain = safe(showDomain(zone.zone));
  const answering = servers.filter(({ status }) => status === 'answers');
  const notThere = differences.filter(
    ({ apiAgrees, servers: found }) => apiAgrees && found.length > 0 && found.every(({ agrees }) => !agrees),
  );
  const lines: string[] = [];
  if (api.status === 'missing') {
    lines.push(`VPS.org has no zone ${domain} in this account; dnssync apply creates it.`);
  }
  if (api.status === 'unread') {
    lines.push(`the API could not be read: ${messageText(api.message)}`);
    if (api.hint !== undefined) lines.push(messageText(api.hint));
  }
  if (api.status === 'not-asked' && differences.length > 0) {
    lines.push('without the API, what was never applied and what was never published look alike');
  }
  for (const check of servers) {
    if (check.status === 'not-served') {
      lines.push(`${nameOf(check.server)} does not serve ${domain} (${messageText(check.message)})`);
    }
  }
  if (differences.some(({ apiAgrees }) => !apiAgrees)) {
    lines.push('the API does not hold what the file says; dnssync apply mends it');
  }
  if (api.status === 'read' && notThere.length > 0 && answering.length > 0) {
    lines.push(
      'accepted but not published: the API holds what the file says, DNS does not',
      'probably a record that BIND rejects, and with it the zone; or publishing takes longer',
    );
  }
  if (answering.length === 0 && servers.some(({ status }) => status === 'unasked')) {
    lines.push('other servers are named by nameservers in dnssync.yaml, or by --nameserver');
  }
  if (zone.passedOver > 0) {
    lines.push(`${counted(zone.passedOver, 'RRset')} at VPS.org cannot be read and so not compared`);
  }
  return lines.length === 0 ? [] : ['', ...lines.map((line) => `  ${style.yellow('→')} ${line}`)];
}

function widest(widths: readonly number[]): number {
  return widths.reduce((most, width) => Math.max(most, width), 0);
}

function roomForValue(labels: number, { width, verbose }: VerifyZoneOptions): number {
  if (verbose) return Number.POSITIVE_INFINITY;
  if (width === undefined) return VALUE_WIDTH;
  return Math.max(LEAST_VALUE_WIDTH, Math.min(VALUE_WIDTH, width - 8 - labels - 2 - TTL_WIDTH));
}
