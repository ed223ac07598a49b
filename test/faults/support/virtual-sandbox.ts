/** The sandbox's service without sockets and on a virtual clock: its own faults, log and checker, in no real time. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Api } from '../../../src/sandbox/api/api.ts';
import { Checker } from '../../../src/sandbox/control/checker.ts';
import { clearZones } from '../../../src/sandbox/control/edit.ts';
import { RequestLog } from '../../../src/sandbox/control/request-log.ts';
import { Faults } from '../../../src/sandbox/faults/faults.ts';
import { Service } from '../../../src/sandbox/service.ts';
import { changeSettings, defaultSettings, type Settings } from '../../../src/sandbox/settings.ts';
import { LaggingReads } from '../../../src/sandbox/store/lagging-reads.ts';
import { Store } from '../../../src/sandbox/store/store.ts';
import { Throttle } from '../../../src/sandbox/throttle.ts';
import { allPermissions, Tokens } from '../../../src/sandbox/tokens.ts';
import { mulberry32 } from '../../provider/support/seeded-random.ts';
import { VirtualClock } from '../../provider/support/virtual-clock.ts';

export const TOKEN = 'vps_faults_test_token';

export type Reading = Partial<Settings> & { readonly lax?: boolean };

export interface VirtualSandbox {
  readonly clock: VirtualClock;
  readonly store: Store;
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly checker: Checker;
  readonly service: Service;
  /** Empties it, with this reading of the page from now on; chance begins anew from the seed. */
  reset(reading: Reading, seed: number): void;
  /** Lets everything happen that is still on its way: late work, and what is held. */
  drain(): Promise<void>;
  close(): Promise<void>;
}

/** Longer than any wait of client or service (seconds). */
const LONG = 7200;

export async function openVirtualSandbox(): Promise<VirtualSandbox> {
  const folder = await mkdtemp(join(tmpdir(), 'dnssync-faults-'));
  const store = await Store.open(folder, () => Date.UTC(2026, 0, 1));
  let chance = mulberry32(1);
  const clock = new VirtualClock(() => chance());
  const now = (): number => clock.now() * 1000;
  const settings = defaultSettings();
  const tokens = new Tokens();
  tokens.add(TOKEN, allPermissions);
  const faults = new Faults();
  const log = new RequestLog(now);
  const reads = new LaggingReads(store, () => settings.read_lag, now);
  const api = new Api({ store, reads, tokens, throttle: new Throttle(), settings, now });
  const checker = new Checker(store.state);
  store.observe(checker);
  const service = new Service({
    api,
    // The disk takes real time, which a virtual clock would not see; that it is waited for is tested elsewhere.
    store: Object.create(store, { flushed: { value: () => Promise.resolve() } }) as Store,
    faults,
    log,
    checker,
    settings,
    sleep: (milliseconds) => clock.sleep(milliseconds / 1000),
  });
  return {
    clock,
    store,
    faults,
    log,
    checker,
    service,
    reset(reading, seed) {
      chance = mulberry32(seed);
      faults.clear();
      faults.restart();
      changeSettings(settings, { ...defaultSettings() });
      checker.unwatch();
      clearZones(store);
      store.uuids.follow(seed);
      const wrong = changeSettings(settings, { ...reading });
      if (wrong.length > 0) throw new Error(wrong.join('; '));
      log.clear();
      checker.clear();
    },
    async drain() {
      faults.clear();
      await clock.run(clock.sleep(LONG));
      faults.release();
      await clock.run(clock.sleep(LONG));
    },
    async close() {
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
}
