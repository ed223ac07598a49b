/** Takes steps out of an order, and with them every step that depends on one of them. */
import type { Step } from '../model/plan.ts';

/** Keeps the steps that `keep` admits and whose dependencies are all kept; indexes are renumbered. Linear. */
export function restrictSteps(steps: readonly Step[], keep: (step: Step) => boolean): Step[] {
  const kept: Step[] = [];
  const newIndex = new Map<number, number>();
  for (const [index, step] of steps.entries()) {
    const dependsOn = step.dependsOn.map((need) => newIndex.get(need));
    if (!keep(step) || dependsOn.includes(undefined)) continue;
    newIndex.set(index, kept.length);
    kept.push({ change: step.change, dependsOn: dependsOn as number[] });
  }
  return kept;
}
