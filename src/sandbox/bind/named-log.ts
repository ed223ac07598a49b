/** What `named` says on its standard error: whether it runs, and which zones it refused. */
import { Complaint, hearLine } from './complaint.ts';
import { zonePath } from './zone-path.ts';

/** Lines kept from the start, for the case that it does not come up. */
const keptLines = 200;

export class NamedLog {
  /** Complaints since the last time that a zone was forgotten, by its file. */
  readonly #complaints = new Map<string, Complaint>();
  #start: string[] | undefined = [];
  /** Comes after a line or more for every zone. */
  #running = false;

  hear(line: string): void {
    if (/ running$/.test(line)) this.#running = true;
    if (this.#start !== undefined && this.#start.length < keptLines) this.#start.push(line);
    hearLine(line, ({ path, domain = '' }) => this.#complaints.get(path ?? zonePath(domain)));
  }

  /** What came before is about an older file. */
  forget(domain: string): void {
    this.#complaints.set(zonePath(domain), new Complaint());
  }

  /** Why the zone was refused since it was last forgotten. */
  refusal(domain: string): string | undefined {
    return this.#complaints.get(zonePath(domain))?.refusal;
  }

  /** Whether it has come up, and if not, why it may not; asked until it has. */
  starting(): { readonly running: boolean; readonly trouble: string | undefined } {
    const lines = this.#start ?? [];
    const trouble = lines.find((line) => /in use|permission denied|unable to listen|fatal|error/i.test(line));
    if (this.#running) this.#start = undefined;
    return { running: this.#running, trouble: trouble?.replace(/^\S+ \S+ /, '') };
  }
}
