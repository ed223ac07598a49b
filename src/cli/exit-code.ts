/** The exit codes that scripts rely on (design section 4), and which wins where several apply. */

export const EXIT = {
  done: 0,
  /** No token, network, API, a zone that could not be read; nothing was written. */
  couldNot: 1,
  differences: 2,
  invalid: 3,
  /** Before any write: guard, permission missing, answered no, nobody to answer. */
  refused: 4,
  /** Something was written, or may have been, and the goal is not reached. */
  incomplete: 5,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The weightiest of several codes: signals, then 5, 4, 3, 1, then 2, then 0. */
export function weightiest(codes: readonly ExitCode[]): ExitCode {
  const order: readonly ExitCode[] = [143, 130, 5, 4, 3, 1, 2, 0];
  return order.find((code) => codes.includes(code)) ?? EXIT.done;
}
