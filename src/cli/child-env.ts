/** The environment of a program that is started and has no business with the user's secrets: tokens, inputs of the Action. */
import type { Host } from './host.ts';

const SECRET = /^(VPS_API_TOKEN|DNSSYNC_WEBHOOK_URL|INPUT_.*)$/i;

export function childEnv({ env }: Pick<Host, 'env'>): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !SECRET.test(name)));
}
