/** One zone file that is being read, maybe from within others. */
import type { Fqdn } from '../../model/name.ts';
import type { Owners } from './owners.ts';
import type { Places } from './places.ts';

export interface Frame {
  readonly places: Places;
  readonly origin: { name: Fqdn };
  readonly owners: Owners;
  /** The files that it is read from within, itself the last. */
  readonly above: readonly string[];
}
