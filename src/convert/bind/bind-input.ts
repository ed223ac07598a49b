/** What the reader of zone files is given. */
import type { Fqdn } from '../../model/name.ts';

export interface BindText {
  readonly file: string;
  /** One character an octet (latin1). */
  readonly text: string;
}

export interface BindInput extends BindText {
  readonly zone: Fqdn;
  /** Keeps the NS records of the zone itself, which are the service's to set. */
  readonly apexNs?: boolean;
  /** The text that `$INCLUDE` names, or why there is none. */
  include(path: string): BindText | { readonly problem: string };
}
