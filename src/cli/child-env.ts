/** The environment of a program that is started and has no business with the user's token. */
import type { Host } from './host.ts';

export function childEnv({ env }: Pick<Host, 'env'>): NodeJS.ProcessEnv {
  const { VPS_API_TOKEN: _, ...rest } = env;
  return rest;
}
