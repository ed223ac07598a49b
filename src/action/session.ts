/** What every mode of the Action works with. */
import type { Host } from '../cli/host.ts';
import type { FileOptions } from '../cli/workspace.ts';
import type { GithubEvent } from './event.ts';
import type { Github } from './github.ts';
import type { Inputs } from './inputs.ts';
import type { FailureReason, Outputs, Result } from './outputs.ts';

export interface Session {
  /** Its environment holds the token and address of the inputs, whatever the workflow's own says. */
  readonly host: Host;
  readonly inputs: Inputs;
  readonly event: GithubEvent;
  /** Undefined where there is no token for it. */
  readonly github: Github | undefined;
  readonly files: FileOptions;
  /** The zones that were asked for; all where empty. */
  readonly zones: readonly string[];
  /** Folder for what later steps may upload. */
  readonly folder: string;
  /** Address of this run, for whoever reads the comment; undefined outside GitHub. */
  readonly runUrl: string | undefined;
}

/** How a mode ended. */
export interface Ended {
  readonly result: Result;
  /** Present where the step is to fail. */
  readonly reason?: FailureReason;
  readonly outputs: Outputs;
  /** Markdown for the summary of the job. */
  readonly summary: string;
  /** What is told to others, once the runner knows: it may end us while we wait for them. */
  readonly afterwards?: () => Promise<void>;
}
