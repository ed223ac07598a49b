/** `dnssync demo`: a sandbox whose zones have drifted from the example files, and the real commands that mend them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { DnssyncError } from '../../errors.ts';
import { loadZones } from '../../load/load.ts';
import { presentOwner } from '../../model/name.ts';
import { type DesiredZone, domainOf } from '../../model/zone.ts';
import { styles } from '../../render/style.ts';
import { wantsColor } from '../color.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Host } from '../host.ts';

/** What the sandbox prints when it is ready (design section 8). */
interface Ready {
  readonly url: string;
  readonly control: string;
  readonly token: string;
}

export async function demo(host: Host): Promise<ExitCode> {
  const code = await show(host);
  return host.stoppedWith() ?? code;
}

async function show(host: Host): Promise<ExitCode> {
  const color = wantsColor('auto', host.stdout, host.env);
  const style = styles(color);
  const say = (text: string): void => host.stdout.write(`\n${style.bold(style.cyan('▍'))} ${text}\n`);
  const folder = join(dirname(host.program), '..', 'zones');
  const { zones } = await loadZones({ zonesDir: folder });
  // The record of the apply is no concern of the folder that somebody happens to be in.
  const cwd = await mkdtemp(join(tmpdir(), 'dnssync-demo-'));

  const sandbox = spawn(process.execPath, [join(dirname(host.program), 'sandbox.js'), ...SANDBOX], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  host.stopSignal().addEventListener('abort', () => sandbox.kill('SIGTERM'), { once: true });
  try {
    const ready = await readiness(sandbox);
    await seed(ready, zones);
    const env = {
      ...process.env,
      VPS_API_URL: ready.url,
      VPS_API_TOKEN: ready.token,
      ...(color ? { FORCE_COLOR: '1' } : {}),
    };
    const dnssync = async (...args: string[]): Promise<number> => {
      host.stdout.write(`\n${style.bold(`$ dnssync ${args.join(' ')}`)}\n`);
      const child = spawn(process.execPath, [host.program, ...args, '--zones', folder], {
        cwd,
        env,
        stdio: 'inherit',
      });
      const [code] = (await once(child, 'exit')) as [number | null];
      return code ?? EXIT.couldNot;
    };

    say(`A stand-in for VPS.org listens at ${ready.url}.`);
    host.stdout.write(
      `  It serves ${zones.map(domainOf).join(', ')}; somebody has clicked around in them since.\n`,
    );
    if ((await dnssync('validate')) !== EXIT.done) return EXIT.couldNot;
    say('The files are sound. What differs between them and what is live?');
    if ((await dnssync('plan', '--detailed-exitcode')) !== EXIT.differences) return EXIT.couldNot;
    say('Exit code 2: there are differences, and nothing has been written. Now apply them.');
    if ((await dnssync('apply', '--yes', '--quiet')) !== EXIT.done) return EXIT.couldNot;
    say('And once more: a plan after an apply is empty.');
    if ((await dnssync('plan', '--detailed-exitcode')) !== EXIT.done) return EXIT.couldNot;
    say(`Your turn: edit a file in a folder of your own, start ${style.bold('dnssync sandbox')}, and plan.`);
    return EXIT.done;
  } finally {
    sandbox.kill('SIGTERM');
    await rm(cwd, { recursive: true, force: true });
  }
}

const SANDBOX = ['--port', '0', '--control-port', '0', '--json'];

async function readiness(sandbox: ChildProcess): Promise<Ready> {
  const died = once(sandbox, 'exit').then(() => {
    throw new DnssyncError('the sandbox did not start', { code: 'network' });
  });
  const lines = createInterface({ input: sandbox.stdout as NonNullable<typeof sandbox.stdout> });
  const [line] = (await Promise.race([once(lines, 'line'), died])) as [string];
  died.catch(() => undefined);
  return JSON.parse(line) as Ready;
}

/** Puts the zones into the sandbox as the files have them, but for what a careless afternoon does to a zone. */
async function seed({ control }: Ready, zones: readonly DesiredZone[]): Promise<void> {
  const body = {
    zones: zones.map((zone, index) => ({
      domain: domainOf(zone),
      records: [
        ...zone.records.flatMap((record, at) => {
          const wire = {
            record_type: record.type,
            name: presentOwner(record.name, zone.name),
            value: record.value,
            ttl: record.ttl,
            priority: record.priority ?? null,
          };
          if (index > 0) return [wire];
          // One value edited by hand, one ttl lowered for a move and forgotten, an alias made an address, records lost.
          if (record.type === 'A' && at === 0) return [{ ...wire, value: '203.0.113.99' }];
          if (record.type === 'MX' && record.priority === 10) return [{ ...wire, ttl: 60 }];
          if (record.type === 'CNAME') return [{ ...wire, record_type: 'A', value: '203.0.113.80' }];
          if (record.type === 'CAA') return [];
          return [wire];
        }),
        ...(index === 0 ? LEFT_BEHIND : []),
      ],
    })),
  };
  await fetch(new URL('seed', control.endsWith('/') ? control : `${control}/`), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

const LEFT_BEHIND = [
  { record_type: 'A', name: 'test-please-delete', value: '198.51.100.7', ttl: 300, priority: null },
  {
    record_type: 'TXT',
    name: '@',
    value: 'google-site-verification=left-by-marketing',
    ttl: 3600,
    priority: null,
  },
];
