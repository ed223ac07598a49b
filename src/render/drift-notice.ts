/** The body of a webhook that tells of drift: no record's value stands in it, and so nothing that a chat would act on. */
import type { DriftReport } from '../model/drift.ts';
import { domainOf } from '../model/zone.ts';
import { counted } from './counted.ts';
import { differenceCount, waysOut } from './drift.ts';
import { safe } from './safe.ts';

export interface DriftNotice {
  /** What Slack, Mattermost and their like show. */
  readonly text: string;
  /** For programs. */
  readonly dnssync: {
    readonly outcome: DriftReport['outcome'];
    readonly fingerprint?: string;
    readonly differences: number;
    readonly zones: readonly string[];
    /** The kind of failure, where nothing or not all could be compared. */
    readonly failure?: string;
  };
}

const MOST_ZONES = 50;
const MOST_NAMED = 5;

export function driftNotice(report: DriftReport): DriftNotice {
  const { outcome, fingerprint, plan, failure } = report;
  const drifted = (plan?.zones ?? [])
    .filter(({ changes, action }) => changes.length > 0 || action !== undefined)
    .map(domainOf);
  const unread = (plan?.errors ?? []).map(({ zone }) => zone);
  const differences = plan === undefined ? 0 : differenceCount(plan);
  const code = failure?.code ?? plan?.errors[0]?.code;
  const found =
    differences === 0
      ? []
      : [`${counted(differences, 'difference')} between the files and live in ${named(drifted)}.`];
  const blind =
    failure !== undefined
      ? [`Could not check (${failure.code}); the log has the reason.`]
      : unread.length > 0
        ? [`Could not check ${named(unread)}; the log has the reason.`]
        : [];
  const ways = waysOut(report);
  const cure = ways === undefined ? [] : [`Keep the files: ${ways.keepFiles}. Keep live: ${ways.keepLive}.`];
  return {
    text: chatText(
      ['dnssync drift:', ...(outcome === 'in-sync' ? ['in sync.'] : []), ...found, ...blind, ...cure].join(
        ' ',
      ),
    ),
    dnssync: {
      outcome,
      ...(fingerprint === undefined ? {} : { fingerprint }),
      differences,
      zones: [...drifted, ...unread].slice(0, MOST_ZONES),
      ...(code === undefined ? {} : { failure: code }),
    },
  };
}

function named(zones: readonly string[]): string {
  const rest = zones.length - MOST_NAMED;
  const names = zones.slice(0, MOST_NAMED).map(safe).join(', ');
  return `${counted(zones.length, 'zone')} (${names}${rest > 0 ? ` and ${rest} more` : ''})`;
}

/** Slack reads `<!channel>` and links in angle brackets; these three escapes are all that it asks for. */
function chatText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
