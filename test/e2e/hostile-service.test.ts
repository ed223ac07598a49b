/** Every command against a service that means harm: what it prints, where it goes, and where the token is found after. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FaultServer, faultServer } from '../provider/support/fault-server.ts';
import { HARMFUL, HOSTILE } from '../render/hostile.ts';
import { expectNoCanary, CANARY as TOKEN, textsIn } from '../support/canary.ts';
import { type CliResult, dnssync, folder } from '../support/cli.ts';
import { commandsIn } from '../support/github-runner.ts';
import { hostileAnswers } from '../support/hostile-api.ts';

/** What `undo --from` goes back to. */
const BEFORE = JSON.stringify({ uuid: 'z1', domain: 'example.com', record_count: 0, records: [] });
const FILES = {
  'zones/example.com.yaml':
    'records: { www: { A: 192.0.2.1, TXT: hello }, "@": { MX: 10 mx.example.net } }\n',
  'before.json': BEFORE,
};
const API_COMMANDS: readonly (readonly string[])[] = [
  ['plan'],
  ['plan', '--format', 'diff', '--out', 'plan.json'],
  ['apply', '--yes', '--force', '--timeout', '60s'],
  ['apply', '--yes', '--force', '--timeout', '60s', '--format', 'json'],
  ['verify', '--timeout', '1s', '--nameserver', '127.0.0.1:9'],
  ['undo', '--from', 'before.json', '--yes', '--force', '--timeout', '60s'],
  ['snapshot'],
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
      return { ...result, args, all: [result.stdout, result.stderr, textsIn(cwd)].join('\n') };
    }),
  );
  await server.close();
  for (const path of server.seen) expect(path).toMatch(/^\w+ \/api\/v1\/(dns-zones|dns-records|account)\//);
  return runs;
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
      expectNoCanary(all, command);
      expect(all, command).not.toMatch(HARMFUL);
      expect(commandsIn(`${stdout}\n${stderr}`), command).toEqual([]);
      expect(stderr, command).not.toContain('This is a bug');
      expect([0, 1, 3, 4, 5], command).toContain(code);
    }
    expect(seenElsewhere).toEqual([]);
  },
);
