/** A rule as people are told of it: its name, how much it weighs, why it is there, and an example. */

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
  /** Found in live records that stay beside the file's, never in a file alone. */
  readonly outcomeOnly?: true;
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
