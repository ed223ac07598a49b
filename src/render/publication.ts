/** What the name servers came to after an apply, for people, and the line that is shown while they are waited for. */
import type { DnsVerification, Publication, ServerCheck, ZonePublication } from '../model/dns-report.ts';
import { counted } from './counted.ts';
import { messageText } from './message.ts';
import { showDomain } from './owner.ts';
import { serverNames } from './server-name.ts';
import { type Styles, styles } from './style.ts';
import type { VerifyTextOptions } from './verify.ts';
import { verifyZoneLines } from './verify-zone.ts';

export { publicationToJson } from './verify-json.ts';

/** Text that ends in a line feed, and stands apart from what is above it where there is more than a line to say. */
export function renderPublication(dns: DnsVerification, options: VerifyTextOptions): string {
  const style = styles(options.color);
  if (dns.status === 'not-asked') {
    return `${style.yellow(`The servers were not asked: ${messageText(dns.message)}`)}\n`;
  }
  const late = dns.zones.filter(({ publication }) => publication !== 'verified');
  const sections = late.map((zone) => [
    ...verifyZoneLines(zone.verification, { ...options, style, advice: false }),
    '',
    ...verdictLines(zone, dns.seconds, style),
  ]);
  const done = dns.zones.length - late.length;
  if (done > 0) sections.push([verifiedLine(dns, style)]);
  if (dns.zones.length === 0) sections.push([style.dim('There was no zone to ask the servers about.')]);
  const text = `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
  return late.length === 0 ? text : `\n${text}`;
}

/** `waiting for ns1.example: 3 RRsets are not there yet (58 s left)`. */
export function waitingText(waiting: {
  readonly rrsets: number;
  readonly servers: readonly string[];
  readonly secondsLeft?: number;
}): string {
  const { rrsets, servers, secondsLeft } = waiting;
  const who = servers.length > 3 ? counted(servers.length, 'server') : servers.join(', ');
  const left = secondsLeft === undefined ? '' : ` (${Math.ceil(secondsLeft)} s left)`;
  const what = `${counted(rrsets, 'RRset')} ${rrsets === 1 ? 'is' : 'are'} not there yet`;
  return messageText(
    `waiting for ${who === '' ? 'the servers' : who}${rrsets === 0 ? '' : `: ${what}`}${left}`,
  );
}

function verifiedLine(
  { zones, seconds }: Extract<DnsVerification, { status: 'asked' }>,
  style: Styles,
): string {
  const done = zones.filter(({ publication }) => publication === 'verified').map((zone) => zone.verification);
  const rrsets = done.reduce((sum, zone) => sum + zone.rrsets, 0);
  const servers = new Set(done.flatMap((zone) => answering(zone.servers).map(({ server }) => server.host)))
    .size;
  const what = `${counted(done.length, 'zone')}, ${counted(rrsets, 'RRset')}, ${counted(servers, 'server')}`;
  return style.green(`Verified: DNS answers what the files say (${what}, after ${secondsText(seconds)}).`);
}

const WORDS: Readonly<Record<Exclude<Publication, 'verified'>, string>> = {
  'not-published': 'Accepted but not published',
  lagging: 'Not yet on every server',
  different: 'Not verified: the servers answer something else',
  unasked: 'Not verified: not every server could be asked',
};

function verdictLines(zone: ZonePublication, seconds: number, style: Styles): string[] {
  const { publication, verification, serialMoved } = zone;
  if (publication === 'verified') return [];
  const domain = showDomain(verification.zone);
  const title = style.red(`${WORDS[publication]}: ${domain}`);
  const waited = `after ${secondsText(seconds)}`;
  switch (publication) {
    case 'not-published': {
      const serial =
        serialMoved === undefined
          ? ''
          : serialMoved
            ? '; its serial has moved'
            : '; its serial has not moved';
      return [
        title,
        `  The API holds what the files say, and ${waited} no server shows it${serial}.`,
        `  ${style.yellow('→')} probably a record that BIND rejects, and with it the zone: dnssync validate may name it`,
        `  ${style.yellow('→')} or publishing takes longer: dnssync verify looks again, --verify-timeout waits longer`,
      ];
    }
    case 'lagging': {
      const names = lateNames(verification.servers, verification.differences);
      return [
        title,
        `  ${waited} ${names} ${names.includes(',') ? 'lag' : 'lags'} behind; dnssync verify asks again.`,
      ];
    }
    case 'different':
      return [title, '  Changes were published, and what is named above differs all the same.'];
    case 'unasked':
      return [title, '  Those that answered have everything; dnssync verify asks again.'];
  }
}

function lateNames(
  servers: readonly ServerCheck[],
  differences: ZonePublication['verification']['differences'],
): string {
  const nameOf = serverNames(servers);
  const wrong = new Set(
    differences.flatMap((rrset) =>
      rrset.servers.filter(({ agrees }) => !agrees).map(({ server }) => nameOf(server)),
    ),
  );
  return servers
    .filter(
      (check) =>
        check.status === 'not-served' ||
        (check.status === 'answers' && (check.lags || wrong.has(nameOf(check.server)))),
    )
    .map(({ server }) => nameOf(server))
    .join(', ');
}

function answering(servers: readonly ServerCheck[]): readonly ServerCheck[] {
  return servers.filter(({ status }) => status === 'answers');
}

function secondsText(seconds: number): string {
  return seconds < 10 ? `${Math.round(seconds * 10) / 10} s` : `${Math.round(seconds)} s`;
}
