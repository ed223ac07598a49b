/** Options that every command takes, as Commander hands them over. */
import type { ColorChoice } from './color.ts';

export interface CommonOptions {
  readonly color: ColorChoice;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}
