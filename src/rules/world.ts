/** All zones that are judged together, so that a rule can look beyond its own. */
import { type Fqdn, parentOf } from '../model/name.ts';
import type { JudgedZone } from './zone.ts';
import { ZoneView } from './zone-view.ts';

export class RuleWorld<At> {
  readonly #views = new Map<Fqdn, ZoneView<At>>();

  /** Of two zones with one name the first counts. */
  constructor(zones: readonly JudgedZone<At>[]) {
    for (const zone of zones) if (!this.has(zone.name)) this.#views.set(zone.name, new ZoneView(zone));
  }

  viewOf(zone: JudgedZone<At>): ZoneView<At> {
    const view = this.#views.get(zone.name);
    return view?.zone === zone ? view : new ZoneView(zone);
  }

  get views(): Iterable<ZoneView<At>> {
    return this.#views.values();
  }

  has(zone: Fqdn): boolean {
    return this.#views.has(zone);
  }

  /** The zone that would answer for a name, a delegation apart; undefined where it is none of these. */
  viewFor(name: Fqdn): ZoneView<At> | undefined {
    for (let above: Fqdn | undefined = name; above !== undefined; above = parentOf(above)) {
      const view = this.#views.get(above);
      if (view !== undefined) return view;
    }
    return undefined;
  }
}
