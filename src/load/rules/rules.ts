/** All rules about whole zones, and the order in which they are asked. */
import type { DeclaredZone } from '../declared.ts';
import type { Mistake } from '../mistake.ts';
import { oneFileForEachZone } from './one-file-for-each-zone.ts';

/** What is wrong with a zone by itself. */
export function judgeZone(_zone: DeclaredZone): Mistake[] {
  return [];
}

/** What is wrong with zones beside each other, by zone. */
export function judgeTogether(zones: readonly DeclaredZone[]): ReadonlyMap<DeclaredZone, readonly Mistake[]> {
  return oneFileForEachZone(zones);
}
