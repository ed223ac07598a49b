/** What name servers answer beside files and API, for people: zones that are not as they should be, then the totals. */
import { type ZoneVerification, zoneVerdict } from '../model/dns-report.ts';
import { presentNameServer } from '../model/name-server.ts';
import { counted } from './counted.ts';
import { type Styles, styles } from './style.ts';
import { verifyZoneLines } from './verify-zone.ts';

export { verificationToJson } from './verify-json.ts';

export interface VerifyTextOptions {
  readonly color: boolean;
  /** Columns of the terminal; undefined where the output is no terminal. */
  readonly width?: number | undefined;
  /** Shows zones that are equal, too, and everything whole. */
  readonly verbose: boolean;
}

/** Text that ends in a line feed. */
export function renderVerification(
  zones: readonly ZoneVerification[],
  { color, width, verbose }: VerifyTextOptions,
): string {
  const style = styles(color);
  // Where all files say state: absent, and no such zone is there.
  if (zones.length === 0) return `${style.dim('There was no zone to ask the servers about.')}\n`;
  const shown = zones.filter((zone) => verbose || zoneVerdict(zone) !== 'equal');
  const sections = [
    ...shown.map((zone) => verifyZoneLines(zone, { style, width, verbose, advice: true })),
    footLines(zones, style),
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function footLines(zones: readonly ZoneVerification[], style: Styles): string[] {
  const count = (verdict: ReturnType<typeof zoneVerdict>): number =>
    zones.filter((zone) => zoneVerdict(zone) === verdict).length;
  const rrsets = zones.reduce((sum, zone) => sum + zone.rrsets, 0);
  const servers = new Set(
    zones.flatMap((zone) =>
      zone.servers
        .filter(({ status }) => status === 'answers')
        .map(({ server }) => presentNameServer(server)),
    ),
  ).size;
  const what = `${counted(zones.length, 'zone')}, ${counted(rrsets, 'RRset')}, ${counted(servers, 'server')}`;
  const [different, unasked] = [count('different'), count('unasked')];
  if (different + unasked === 0) {
    const sides = zones.every(({ api }) => api.status === 'read') ? 'files, API and DNS' : 'files and DNS';
    return [style.bold(style.green(`Verified: ${sides} say the same (${what}).`))];
  }
  const differing = zones.reduce((sum, zone) => sum + zone.differences.length, 0);
  const found =
    differing === 0 ? '' : `${counted(differing, 'RRset')} ${differing === 1 ? 'differs' : 'differ'}; `;
  const parts = [
    ...(different > 0 ? [`${counted(different, 'zone')} not as it should be`] : []),
    ...(unasked > 0 ? [`${counted(unasked, 'zone')} could not be asked about`] : []),
    ...(count('equal') > 0 ? [`${count('equal')} equal`] : []),
  ];
  return [`${style.bold(style.red('Not verified:'))} ${found}${parts.join(', ')} (${what}).`];
}
