/** Asks the servers of all zones for every RRset, once. */
import type { ZoneVerification } from '../model/dns-report.ts';
import type { Asker } from './answer.ts';
import { inWindow } from './in-window.ts';
import type { ServerDirectory } from './servers.ts';
import { questionsAbout, verifyZone, type ZoneToVerify } from './verify-zone.ts';

export interface VerifyDeps {
  readonly asker: Asker;
  readonly directory: ServerDirectory;
  /** A label that nobody uses, another one each time. */
  readonly label: () => string;
  readonly onZone: (finished: number, total: number) => void;
}

const ZONES_AT_ONCE = 16;

/** In the order of the zones given. */
export async function verify(
  zones: readonly ZoneToVerify[],
  { asker, directory, label, onZone }: VerifyDeps,
): Promise<readonly ZoneVerification[]> {
  const results = new Map<ZoneToVerify, ZoneVerification>();
  await inWindow(zones, ZONES_AT_ONCE, async (subject) => {
    const hosts = await directory.serversOf(subject.zone, subject.nameServers);
    results.set(subject, await verifyZone(subject, hosts, questionsAbout(subject, label()), asker));
    onZone(results.size, zones.length);
  });
  return zones.flatMap((subject) => results.get(subject) ?? []);
}
