/** Lets one run at a time write from one folder: a lock file, which is broken only where its holder is surely dead. */
import { randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { readFile, statfs, unlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { DnssyncError } from '../../errors.ts';
import { makeStateFolder } from './run-folder.ts';

export interface LockHolder {
  readonly id: string;
  readonly pid: number;
  readonly host: string;
  /** Of the kernel since it was started, and of the process namespace; empty where the system does not tell. */
  readonly boot: string;
  readonly namespace: string;
  /** When the process began, by the system's count: a pid is given again. Empty where the system does not tell. */
  readonly began: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly command: string;
}

/** Times to look again where the lock goes away while it is looked at. */
const TRIES = 5;

/**
 * Takes the lock; resolves to what gives it back. Rejects with a refusal that names the holder where it is held, and
 * with the system's error where no file can be made there.
 */
export async function takeLock(base: string, command: string): Promise<() => Promise<void>> {
  const path = join(await makeStateFolder(base), 'lock');
  const id = randomBytes(8).toString('hex');
  const own: LockHolder = {
    id,
    pid: process.pid,
    ...whereAmI(),
    startedAt: new Date().toISOString(),
    command,
  };
  for (let tries = 1; ; tries++) {
    try {
      await writeFile(path, `${JSON.stringify(own)}\n`, { flag: 'wx', mode: 0o600 });
      return () => giveBack(path, id);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = await readLock(path);
    if (holder === 'gone' && tries < TRIES) continue;
    const mayBreak = typeof holder === 'object' && tries < TRIES && (await isDead(holder, own, path));
    if (!mayBreak || !(await breakLock(path, holder))) throw held(path, holder);
  }
}

async function giveBack(path: string, id: string): Promise<void> {
  const holder = await readLock(path);
  if (typeof holder === 'object' && holder.id === id) await unlink(path).catch(() => undefined);
}

/**
 * Removes the lock of a dead holder. Two that want to do so must not remove each other's new lock: whoever makes the
 * marker looks once more, and only the one with the marker removes.
 */
async function breakLock(path: string, dead: LockHolder): Promise<boolean> {
  const marker = `${path}.breaking`;
  try {
    await writeFile(marker, '', { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  try {
    const now = await readLock(path);
    if (typeof now === 'object' && now.id === dead.id) await unlink(path);
    return true;
  } finally {
    await unlink(marker);
  }
}

/** `unknown`: a holder that is writing its lock just now, or a file of somebody else's. */
async function readLock(path: string): Promise<LockHolder | 'gone' | 'unknown'> {
  try {
    const json = Object(JSON.parse(await readFile(path, 'utf8'))) as Record<keyof LockHolder, unknown>;
    const { id, host, boot, namespace, began, startedAt, command } = json;
    const texts = [id, host, boot, namespace, began, startedAt, command];
    const isHolder = texts.every((text) => typeof text === 'string') && Number.isSafeInteger(json.pid);
    return isHolder ? (json as unknown as LockHolder) : 'unknown';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'gone' : 'unknown';
  }
}

/** Of a holder somewhere else nothing is known; here, a pid that nobody has, or that another process has by now. */
async function isDead(holder: LockHolder, own: LockHolder, path: string): Promise<boolean> {
  if (holder.host !== own.host) return false;
  if (holder.boot !== own.boot) return endedWithItsBoot(holder, own, path);
  const { pid, namespace, began } = holder;
  if (namespace !== own.namespace || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
  return began !== '' && startOf(pid) !== began;
}

/** File systems that one kernel has to itself, by the magic numbers of statfs(2): ext, XFS, Btrfs, F2FS, ZFS, overlay. */
const OWN_DISK: ReadonlySet<number> = new Set([
  0xef53, 0x58465342, 0x9123683e, 0xf2f52010, 0x2fc12fc1, 0x794c7630,
]);

/**
 * Another boot is another kernel: the one before this, or that of another machine of the same name. Only this machine
 * can have written to a disk of its own, and what it ran before it was started again has ended.
 */
async function endedWithItsBoot({ boot }: LockHolder, own: LockHolder, path: string): Promise<boolean> {
  if (boot === '' || own.boot === '') return false;
  try {
    return OWN_DISK.has((await statfs(path)).type);
  } catch {
    return false;
  }
}

function whereAmI(): Pick<LockHolder, 'host' | 'boot' | 'namespace' | 'began'> {
  return {
    host: hostname(),
    boot: told(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
    namespace: told(() => readlinkSync('/proc/self/ns/pid')),
    began: startOf(process.pid),
  };
}

/** Field 22 of proc(5) stat; the name before it may hold blanks and brackets. */
function startOf(pid: number): string {
  return told(() => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19] ?? '');
}

function told(ask: () => string): string {
  try {
    return ask();
  } catch {
    return '';
  }
}

function held(path: string, holder: LockHolder | 'gone' | 'unknown'): DnssyncError {
  const who =
    typeof holder === 'object'
      ? `dnssync ${holder.command} (process ${holder.pid} on ${holder.host}) has been at it ${ageOf(holder)}`
      : 'another dnssync is at it';
  return new DnssyncError(`nothing was written: ${who}`, {
    code: 'refused',
    hint: `wait for it to end; if it surely has, remove ${path}`,
  });
}

function ageOf({ startedAt }: LockHolder): string {
  const seconds = Math.max(0, Math.round((Date.now() - Date.parse(startedAt)) / 1000));
  if (Number.isNaN(seconds)) return 'for an unknown time';
  return seconds < 120 ? `for ${seconds} s` : `for ${Math.round(seconds / 60)} min`;
}
