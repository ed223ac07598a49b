/** Gets a person's consent to a plan: by flags, or by asking at a terminal. */
import type { Fqdn } from '../model/name.ts';
import { isEmpty, type Plan, type ZonePlan } from '../model/plan.ts';
import { domainOf } from '../model/zone.ts';
import { allows } from '../plan/guard.ts';
import { safe } from '../render/safe.ts';
import type { Host } from './host.ts';

export interface Consent {
  readonly yes?: boolean;
  readonly force?: boolean;
  /** By zone: how many guarded changes are allowed there. */
  readonly allow?: ReadonlyMap<Fqdn, number>;
}

/** `answered` by a person just now, `given` beforehand by the options, or not at all. */
export type ConsentGiven = 'answered' | 'given' | 'refused';

/** Whether the plan may be written. Says on stderr why not; the plan's text has named the records already. */
export async function askConsent(host: Host, plan: Plan, consent: Consent): Promise<ConsentGiven> {
  const stopped = stoppedZones(plan, consent);
  if (consent.force && plan.zones.some(({ guard }) => guard !== undefined)) {
    host.stderr.write('--force: the guard is overruled for every zone.\n');
  }
  for (const zone of stopped) if (!(await typedName(host, zone))) return 'refused';
  if (stopped.length > 0 && (consent.yes || everyChangeIsIn(stopped, plan))) return 'answered';
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
  const guarded = guard?.guarded ?? 0;
  const reasons = (guard?.reasons ?? []).map(({ message }) => `  ${safe(message)}\n`).join('');
  host.stderr.write(`\nThe guard stops ${domain}:\n${reasons}`);
  if (host.canAsk) {
    const answer = await host.ask(`Type the zone's name to apply it all the same: `);
    if (answer === domain) return true;
  }
  host.stderr.write(`Nothing was written. If this is meant: --allow ${domain}=${guarded}\n`);
  return false;
}

/** Whether the zones whose names were typed are all there is to consent to. */
function everyChangeIsIn(zones: readonly ZonePlan[], plan: Plan): boolean {
  return plan.zones.every(
    (zone) => zones.includes(zone) || (zone.changes.length === 0 && zone.action === undefined),
  );
}
