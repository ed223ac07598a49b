/** What stops the sandbox from starting or going on, in words for the person who started it. */

export class Refusal extends Error {
  /** 1: it could not; 3: the command line is wrong. */
  readonly exitCode: 1 | 3;

  constructor(message: string, exitCode: 1 | 3 = 1) {
    super(message);
    this.name = 'Refusal';
    this.exitCode = exitCode;
  }
}
