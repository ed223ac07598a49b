/** Gets a person's consent to a plan: by flags, or by asking at a terminal. */
import type { Fqdn } from '../model/name.ts';
import { isEmpty, type Plan, type ZonePlan } from '../model/plan.ts';
import { domainOf } from '../model/zone.ts';
import { allows, forbids } from '../plan/guard.ts';
import { safe } from '../render/safe.ts';
import type { Host } from './host.ts';

export interface Consent {
  readonly yes?: boolean;
  readonly force?: boolean;
  /** By zone: how many guarded changes are allowed there. */
  readonly allow?: ReadonlyMap<Fqdn, number>;
  /** The zones that may be deleted, if their files say so. */
  readonly allowZoneDelete?: ReadonlySet<Fqdn>;
}

/** `answered` by a person just now, `given` beforehand by the options, or not at all. */
export type ConsentGiven = 'answered' | 'given' | 'refused';

/** Whether the plan may be written. Says on stderr why not; the plan's text has named the records already. */
export async function askConsent(host: Host, plan: Plan, consent: Consent): Promise<ConsentGiven> {
  if (isForbidden(host, plan, consent)) return 'refused';
  const stopped = stoppedZones(plan, consent);
  if (consent.force && plan.zones.some(({ guard }) => guard !== undefined && guard.guarded > 0)) {
    host.stderr.write('--force: the guard is overruled for every zone.\n');
  }
  for (const zone of stopped) if (!(await typedName(host, zone))) return 'refused';
  const doomed = consent.yes ? [] : plan.zones.filter(({ action }) => action === 'delete');
  if (host.canAsk) for (const zone of doomed) if (!(await typedDoomed(host, zone))) return 'refused';
  const typed = host.canAsk ? [...stopped, ...doomed] : stopped;
  if (typed.length > 0 && (consent.yes || everyChangeIsIn(typed, plan))) return 'answered';
  if (consent.yes) return 'given';
  if (!host.canAsk) {
    host.stderr.write('Nothing was written: nobody can answer here. Add --yes to apply without asking.\n');
    return 'refused';
  }
  const total = plan.steps.length + plan.zones.filter(({ action }) => action !== undefined).length;
  const answer = await host.ask(
    `\nApply ${total === 1 ? 'this change' : `these ${total} changes`}? Only 'yes' will do: `,
  );
  if (answer === 'yes') return 'answered';
  host.stderr.write('Nothing was written.\n');
  return 'refused';
}

/** Whether {@link askConsent} would ask a person. */
export function mayAsk(host: Host, plan: Plan, consent: Consent): boolean {
  return host.canAsk && !isEmpty(plan) && (!consent.yes || stoppedZones(plan, consent).length > 0);
}

/** What no answer can allow: protected records that would go, and zones to be deleted that no option names. */
function isForbidden(host: Host, { zones }: Plan, { allowZoneDelete }: Consent): boolean {
  const hints: string[] = [];
  for (const { name, action, guard } of zones) {
    const domain = domainOf(name);
    const forbidden = guard === undefined ? [] : forbids(guard);
    for (const { message, records } of forbidden) {
      host.stderr.write(`error: ${safe(domain)}: ${safe(records.join(', '))}: ${safe(message)}\n`);
    }
    if (forbidden.length > 0) {
      hints.push(
        `Nothing allows that, not even --force: keep the records of ${safe(domain)} in the file, or change the pattern.`,
      );
    }
    if (action !== 'delete' || allowZoneDelete?.has(name)) continue;
    host.stderr.write(`error: ${safe(domain)} would be deleted, with all its records\n`);
    hints.push(`If ${safe(domain)} is meant to go: --allow-zone-delete ${safe(domain)}`);
  }
  if (hints.length > 0) host.stderr.write(`Nothing was written. ${hints.join('\n')}\n`);
  return hints.length > 0;
}

/** The zones whose changes the guard stops, and the options do not allow. */
function stoppedZones({ zones }: Plan, consent: Consent): ZonePlan[] {
  return zones.filter(({ name, guard }) => {
    const allow = consent.allow?.get(name);
    return (
      guard !== undefined &&
      !allows(guard, { ...(allow === undefined ? {} : { allow }), force: consent.force === true })
    );
  });
}

/** At a terminal, typing the zone's name allows what the guard stops there. */
async function typedName(host: Host, { name, guard }: ZonePlan): Promise<boolean> {
  const domain = domainOf(name);
  const shown = safe(domain);
  const guarded = guard?.guarded ?? 0;
  const reasons = (guard?.reasons ?? []).map(({ message }) => `  ${safe(message)}\n`).join('');
  host.stderr.write(`\nThe guard stops ${shown}:\n${reasons}`);
  if (host.canAsk) {
    const answer = await host.ask(`Type the zone's name to apply it all the same: `);
    if (answer === domain) return true;
  }
  host.stderr.write(`Nothing was written. If this is meant: --allow ${shown}=${guarded}\n`);
  return false;
}

/** At a terminal, the option alone deletes no zone: its name is typed as well. */
async function typedDoomed(host: Host, { name, lost = [] }: ZonePlan): Promise<boolean> {
  const domain = domainOf(name);
  const what = lost.length === 1 ? '1 record' : `${lost.length} records`;
  host.stderr.write(`\n${safe(domain)} and its ${what} will be deleted, for good.\n`);
  if ((await host.ask(`Type the zone's name to delete it: `)) === domain) return true;
  host.stderr.write('Nothing was written.\n');
  return false;
}

/** Whether the zones whose names were typed are all there is to consent to. */
function everyChangeIsIn(zones: readonly ZonePlan[], plan: Plan): boolean {
  return plan.zones.every(
    (zone) => zones.includes(zone) || (zone.changes.length === 0 && zone.action === undefined),
  );
}
