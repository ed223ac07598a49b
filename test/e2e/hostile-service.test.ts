/** Every command against a service that means harm: what it prints, where it goes, and where the token is found after. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FaultServer, faultServer } from '../provider/support/fault-server.ts';
import { HARMFUL, HOSTILE } from '../render/hostile.ts';
import { type CliResult, dnssync, folder } from '../support/cli.ts';
import { encodingsOf } from '../support/encodings.ts';
import { commandsIn } from '../support/github-runner.ts';
import { hostileAnswers } from '../support/hostile-api.ts';

const TOKEN = 'vps_Canary7Qx-2mZ_9LwTr4KdPvbH8';
const FILES = {
  'zones/example.com.yaml':
    'records: { www: { A: 192.0.2.1, TXT: hello }, "@": { MX: 10 mx.example.net } }\n',
};
const API_COMMANDS: readonly (readonly string[])[] = [
  ['plan'],
  ['plan', '--format', 'diff'],
  ['apply', '--yes', '--force', '--timeout', '60s'],
  ['apply', '--yes', '--force', '--timeout', '60s', '--format', 'json'],
  ['verify', '--timeout', '1s', '--nameserver', '127.0.0.1:9'],
  ['zones'],
  ['whoami', '--format', 'json', '--out', 'whoami.json'],
  ...['bind', 'octodns', 'json'].map((to) => ['export', '--to', to, '--source', 'live', '--out', 'exported']),
];

let elsewhere: FaultServer;
const seenElsewhere: string[] = [];
beforeAll(async () => {
  elsewhere = await faultServer((request, response) => {
    seenElsewhere.push(`${request.url} ${JSON.stringify(request.headers)}`);
    response.writeHead(200).end('[]');
  });
});
afterAll(() => elsewhere.close());

interface Run extends CliResult {
  readonly args: readonly string[];
  /** stdout, stderr, and all that lies in the working directory. */
  readonly all: string;
}

/** Each command once, at full verbosity, side by side: most of the time goes into waits before repeats. */
async function runAll(answer: string, text: (token: string) => string): Promise<Run[]> {
  const answers = hostileAnswers({ elsewhere: elsewhere.origin });
  const server = await faultServer((request, response) => {
    const token = request.headers.authorization?.replace('Bearer ', '') ?? '';
    answers[answer]?.(text(token), request, response);
  });
  const env = { VPS_API_URL: server.apiUrl, VPS_API_TOKEN: TOKEN, DNSSYNC_DEBUG: '1' };
  const runs = await Promise.all(
    API_COMMANDS.map(async (args) => {
      const cwd = folder(FILES);
      const result = await dnssync([...args, '-v'], cwd, env);
      return { ...result, args, all: [result.stdout, result.stderr, ...textsIn(cwd)].join('\n') };
    }),
  );
  await server.close();
  for (const path of server.seen) expect(path).toMatch(/^\w+ \/api\/v1\/(dns-zones|dns-records|account)\//);
  return runs;
}

function textsIn(path: string): string[] {
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .map((name) => join(path, name))
    .flatMap((file) =>
      statSync(file).isFile() ? [file, readFileSync(file, 'latin1'), readFileSync(file, 'utf8')] : [],
    );
}

const ANSWERS = Object.keys(hostileAnswers({ elsewhere: '' }));

it.each(ANSWERS)(
  'a service that answers with %s prints neither the token nor anything harmful',
  {
    timeout: 180_000,
  },
  async (answer) => {
    const runs = await runAll(answer, (token) => `is ${token} yours? ${HOSTILE.join(' ')}`);
    for (const { args, all, stdout, stderr, code } of runs) {
      const command = args.join(' ');
      for (const encoded of encodingsOf(TOKEN)) {
        expect(all.includes(encoded), `${command}: ${encoded} in ${all}`).toBe(false);
      }
      expect(all, command).not.toMatch(HARMFUL);
      expect(commandsIn(`${stdout}\n${stderr}`), command).toEqual([]);
      expect(stderr, command).not.toContain('This is a bug');
      expect([0, 1, 3, 4, 5], command).toContain(code);
    }
    expect(seenElsewhere).toEqual([]);
  },
);
