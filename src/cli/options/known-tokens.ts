/** Tokens that are known before any command runs: they stand in no output, wherever they were given. */
import { existsSync } from 'node:fs';
import { DnssyncError } from '../../errors.ts';
import { Secret } from '../../provider/vpsorg/secret.ts';

/** Long enough to be no word of a person's, unless it names a file. */
const TOKEN = /vps_[A-Za-z0-9_-]{16,200}/g;

/** Other users of a machine see the arguments of its processes; Commander's own message would repeat the token besides. */
export function refuseToken(argv: readonly string[]): void {
  if (argv[0] === 'sandbox' || !argv.some((word) => /^--tok(en?)?(=|$)/.test(word))) return;
  throw new DnssyncError('a token cannot be given on the command line, where others can see it', {
    code: 'usage',
    hint: 'put it into VPS_API_TOKEN, or into a file for --token-file',
  });
}

/** The token of the environment, and words of the command line that look like one that was pasted to a wrong place. */
export function knownTokens(argv: readonly string[], variable: string | undefined): Secret[] {
  const words = argv.filter((word) => !existsSync(word)).flatMap((word) => word.match(TOKEN) ?? []);
  const ofEnvironment = variable?.trim().match(/^vps_[A-Za-z0-9_-]{8,200}$/)?.[0];
  return [...words, ...(ofEnvironment === undefined ? [] : [ofEnvironment])].map((text) => new Secret(text));
}
