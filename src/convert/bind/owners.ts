/** Whose records the lines of a file are, and which lines named takes together as one run of an owner. */
import type { Fqdn } from '../../model/name.ts';
import type { Owner } from './name.ts';

export interface Run {
  readonly owner: Owner;
  /** As it was written: to named another case is another owner here. */
  readonly written: string;
  /** The name servers that the run names: their addresses may stand within it without ending it. */
  servers?: Set<Fqdn>;
}

export class Owners {
  #current: Run | undefined;
  #glue: Run | undefined;
  #isLost = false;

  static of(owner: Owner): Owners {
    const owners = new Owners();
    owners.#current = start(owner, '');
    return owners;
  }

  /** Whether no name stood so far. */
  get isNone(): boolean {
    return this.#current === undefined && !this.#isLost;
  }

  /** Undefined after a name that could not be read. */
  get owner(): Owner | undefined {
    return this.#isLost ? undefined : (this.#glue ?? this.#current)?.owner;
  }

  get run(): Run | undefined {
    return this.#glue ?? this.#current;
  }

  enter(owner: Owner, text: string): void {
    this.#isLost = false;
    const plain = 'name' in owner ? owner.name : '';
    const written = plain !== '' && !/[A-Z]/.test(text) ? plain : `${plain} ${text}`;
    if (this.#glue?.written === written) return;
    this.#glue = undefined;
    if (this.#current?.written === written) return;
    const run = start(owner, written);
    if ('name' in owner && this.#current?.servers?.has(owner.name)) this.#glue = run;
    else this.#current = run;
  }

  /** The name of these lines is not known. */
  lose(): void {
    this.#isLost = true;
  }

  /** An NS record stands in the run; those of glue make none. */
  delegatesTo(server: Fqdn): void {
    if (this.#glue !== undefined || this.#current === undefined) return;
    this.#current.servers ??= new Set();
    this.#current.servers.add(server);
  }

  /** Ends the run; its owner stays that of the lines to come. */
  interrupt(): void {
    const run = this.#glue ?? this.#current;
    this.#glue = undefined;
    if (run !== undefined) this.#current = start(run.owner, run.written);
  }

  /** For an included file, which begins with the owner of the line before it. */
  inherited(): Owners {
    const owners = new Owners();
    owners.#isLost = this.#isLost;
    owners.#current = this.#current && start(this.#current.owner, this.#current.written);
    return owners;
  }
}

function start(owner: Owner, written: string): Run {
  return { owner, written };
}
