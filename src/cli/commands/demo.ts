/** `dnssync demo`: a sandbox whose zones have drifted from the example files, and the real commands that mend them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadZones } from '../../load/load.ts';
import { domainOf } from '../../model/zone.ts';
import { type Styles, styles } from '../../render/style.ts';
import { childEnv } from '../child-env.ts';
import { wantsColor } from '../color.ts';
import { changedRrsets } from '../demo/changed-rrsets.ts';
import { Dig } from '../demo/dig.ts';
import { dnsProof } from '../demo/dns-proof.ts';
import { drifted } from '../demo/drift.ts';
import { DemoSandbox, type WireZone } from '../demo/sandbox.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Host } from '../host.ts';

export async function demo(host: Host): Promise<ExitCode> {
  const code = await show(host);
  return host.stoppedWith() ?? code;
}

async function show(host: Host): Promise<ExitCode> {
  const color = wantsColor('auto', host.stdout, host.env);
  const stage: Stage = { host, style: styles(color) };
  const folder = join(dirname(host.program), '..', 'zones');
  const { zones } = await loadZones({ zonesDir: folder });
  // A folder as a user has one; the record of the apply is no concern of the one that somebody happens to be in.
  const cwd = await mkdtemp(join(tmpdir(), 'dnssync-demo-'));
  await cp(folder, join(cwd, 'zones'), { recursive: true });

  const sandbox = await DemoSandbox.start(host);
  try {
    await sandbox.seed(drifted(zones));
    const before = await sandbox.state();
    const env = {
      ...process.env,
      VPS_API_URL: sandbox.ready.url,
      VPS_API_TOKEN: sandbox.ready.token,
      ...(color ? { FORCE_COLOR: '1' } : {}),
    };
    const dnssync = async (...args: string[]): Promise<number> => {
      prompt(stage, `dnssync ${args.join(' ')}`);
      const child = spawn(process.execPath, [host.program, ...args], { cwd, env, stdio: 'inherit' });
      const [code] = (await once(child, 'exit')) as [number | null];
      return code ?? EXIT.couldNot;
    };

    say(stage, `A stand-in for VPS.org listens at ${sandbox.ready.url}.`);
    host.stdout.write(
      `  It serves ${zones.map(domainOf).join(', ')}; somebody has clicked around in them since.\n`,
    );
    if ((await dnssync('validate')) !== EXIT.done) return EXIT.couldNot;
    say(stage, 'The files are sound. What differs between them and what is live?');
    if ((await dnssync('plan', '--detailed-exitcode')) !== EXIT.differences) return EXIT.couldNot;
    say(stage, 'Exit code 2: there are differences, and nothing has been written. Now apply them.');
    if ((await dnssync('apply', '--yes', '--quiet')) !== EXIT.done) return EXIT.couldNot;
    if (!(await showDns(stage, sandbox, before))) return EXIT.couldNot;
    say(stage, 'And once more: a plan after an apply is empty.');
    if ((await dnssync('plan', '--detailed-exitcode')) !== EXIT.done) return EXIT.couldNot;
    const start = stage.style.bold('dnssync sandbox');
    say(stage, `Your turn: edit a file in a folder of your own, start ${start}, and plan.`);
    return EXIT.done;
  } finally {
    sandbox.stop();
    await rm(cwd, { recursive: true, force: true });
  }
}

interface Stage {
  readonly host: Host;
  readonly style: Styles;
}

function say({ host, style }: Stage, text: string): void {
  host.stdout.write(`\n${style.bold(style.cyan('▍'))} ${text}\n`);
}

function prompt({ host, style }: Stage, command: string): void {
  host.stdout.write(`\n${style.bold(`$ ${command}`)}\n`);
}

/** Where BIND and dig are installed. @returns false where DNS does not answer as the apply left it */
async function showDns(stage: Stage, sandbox: DemoSandbox, before: readonly WireZone[]): Promise<boolean> {
  const { dns } = sandbox.ready;
  if (dns === undefined) {
    say(stage, `What DNS answers now is left out here: ${sandbox.noDns ?? 'the sandbox serves no DNS'}.`);
    return true;
  }
  await sandbox.published();
  const dig = new Dig(dns, childEnv(stage.host));
  const rrsets = changedRrsets(before, await sandbox.state());
  const proof = await dnsProof(dig, rrsets, { style: stage.style, width: stage.host.stdout.width });
  if (proof === undefined) {
    say(
      stage,
      'What DNS answers now is left out here: dig is not installed (Debian: apt-get install dnsutils).',
    );
    return true;
  }
  say(stage, 'BIND has published it. Every RRset that the apply changed, as dig finds it:');
  prompt(stage, `${dig.command} NAME TYPE`);
  stage.host.stdout.write(proof.text);
  if (!proof.holds) say(stage, 'That is not what was applied: please report it.');
  return proof.holds;
}
