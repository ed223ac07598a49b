/** What the rules say about a name: of its lines in the file, and of live and the outcome as far as they name it. */
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Fqdn } from '../../model/name.ts';
import type { ZonePlan } from '../../model/plan.ts';
import type { NameFinding, ValueReason } from '../../model/why.ts';
import { type DesiredZone, domainOf } from '../../model/zone.ts';

export function findingsAt(
  zone: DesiredZone,
  name: Fqdn,
  values: readonly ValueReason[],
  diagnostics: readonly Diagnostic[],
  plan: ZonePlan | undefined,
): readonly NameFinding[] {
  const lines = new Set(values.flatMap(({ source }) => source?.line ?? []));
  const domain = domainOf(name);
  const ofFile = diagnostics
    .filter(({ at }) => at?.file === zone.file && at.line !== undefined && lines.has(at.line))
    .map(({ severity, rule, message, at }): NameFinding => {
      const place =
        at === undefined ? undefined : { file: at.file, ...(at.line === undefined ? {} : { line: at.line }) };
      return { severity, rule, message, ...(place === undefined ? {} : { at: place }) };
    });
  const ofPlan = (plan?.findings ?? []).filter(({ message }) => words(message).has(domain));
  const ofGuard = (plan?.guard?.reasons ?? [])
    .filter(({ records }) => records.some((record) => record.split(' ')[1] === domain))
    .map(({ code, message }): NameFinding => ({ severity: 'warning', rule: `guard: ${code}`, message }));
  const levels = [...(zone.lint ?? [])].map(
    ([rule, level]): NameFinding => ({
      severity: 'info',
      rule,
      message: `lint sets this rule to ${level} in this zone`,
    }),
  );
  return [...ofFile, ...ofPlan, ...ofGuard, ...levels];
}

/** Names in a sentence, without the stops around them. */
function words(text: string): Set<string> {
  return new Set(text.split(/[\s'":;,()]+|\.(?=\s|$)/));
}
