/** A rule: its name, how much it weighs, why it is there, an example of it, and the code that finds it in a zone. */
import type { RuleWorld } from './world.ts';
import type { JudgedZone, Verdict } from './zone.ts';
import type { ZoneView } from './zone-view.ts';

/** What people are told of a rule (`dnssync rules`), and what settings can change. */
export interface RuleText {
  /** Contract: the word in brackets of every message and the key under `lint:`. */
  readonly name: string;
  /** Without settings. `off` is for advice that not everybody wants. */
  readonly severity: 'error' | 'warning' | 'off';
  /**
   * Present where no setting can change it: BIND refuses the zone for it, or the file cannot be taken at its word with
   * it.
   */
  readonly fixed?: 'BIND' | 'file';
  /** One sentence: what is wrong, and what comes of it. */
  readonly summary: string;
  /** RFC and section, or what it was measured with. */
  readonly source: string;
  /**
   * A zone file with the mistake, and one that nearly makes it; the file's name is the rule's with '.example'. Absent
   * where no text of a file shows it (its encoding, a link).
   */
  readonly bad?: string;
  readonly good?: string;
}

/** A rule about whole zones, or a few of them that are found together. Takes time linear in the zone. */
export interface ZoneRule {
  readonly texts: readonly RuleText[];
  readonly judge: <At>(
    zone: JudgedZone<At>,
    view: ZoneView<At>,
    world: RuleWorld<At>,
  ) => readonly Verdict<At>[];
}
