/** The one way out of the process: every text of every stream passes here, whoever wrote it. */
import { sealed } from '../render/sealed.ts';

export interface Stream {
  readonly isTerminal: boolean;
  /** Columns of the terminal; undefined elsewhere. */
  readonly width: number | undefined;
  write(text: string): void;
  /** Lines that GitHub's runner is to take for commands; what {@link write} gets never is one. */
  writeCommands(text: string): void;
}

/** A text that no output may hold. */
export interface Concealed {
  redact(text: string): string;
}

/** The streams of one process, which keep the same secrets. */
export class Outlet {
  readonly #concealed: Concealed[] = [];

  /** From now on it stands in nothing that is written, not even where a service's record or a user's option repeats it. */
  conceal(secret: Concealed): void {
    this.#concealed.push(secret);
  }

  /** The text without what is concealed. */
  redact(text: string): string {
    return this.#concealed.reduce((rest, secret) => secret.redact(rest), text);
  }

  stream(send: (text: string) => void, terminal: Partial<Pick<Stream, 'isTerminal' | 'width'>> = {}): Stream {
    const { isTerminal = false, width } = terminal;
    const pass = (text: string, mayCommand: boolean): void => send(this.redact(sealed(text, mayCommand)));
    return {
      isTerminal,
      width,
      write: (text) => pass(text, false),
      writeCommands: (text) => pass(text, true),
    };
  }
}
