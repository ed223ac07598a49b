/** One `apply` as the command line makes it, against a virtual sandbox, and what became of it. */
import { preflight } from '../../../src/apply/preflight.ts';
import { reportExit } from '../../../src/cli/report-exit.ts';
import { isDnssyncError } from '../../../src/errors.ts';
import { loadTexts } from '../../../src/load/load-texts.ts';
import { Source } from '../../../src/load/source.ts';
import { isEmpty } from '../../../src/model/plan.ts';
import type { ApplyReport } from '../../../src/model/report.ts';
import type { DesiredZone } from '../../../src/model/zone.ts';
import { connect } from '../../../src/provider/connect.ts';
import { readSettings } from '../../../src/provider/vpsorg/settings.ts';
import { applyPlanned, planZones } from '../../../src/sync.ts';
import { fileOf, type PlainZone } from './change-set.ts';
import { TOKEN, type VirtualSandbox } from './virtual-sandbox.ts';
import { ATTEMPT_SECONDS, layWire, type WireOptions } from './wire.ts';

export interface RunResult {
  readonly exit: number;
  /** What was told where there is no report. */
  readonly error?: string;
  readonly report?: ApplyReport;
  readonly requests: number;
  readonly throttled: number;
  readonly passes: number;
  /** Virtual seconds. */
  readonly seconds: number;
  /** Whether the plan was empty. */
  readonly nothingToDo: boolean;
}

/** The zones as files, and those that are not to be, read by the loader. */
export function desiredOf(
  zones: readonly PlainZone[],
  absent: readonly string[] = [],
): readonly DesiredZone[] {
  const sources = [
    ...zones.map((zone) => new Source(`zones/${zone.domain}.yaml`, fileOf(zone))),
    ...absent.map((domain) => new Source(`zones/${domain}.yaml`, 'state: absent\n')),
  ];
  const loaded = loadTexts(sources);
  const errors = loaded.diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('; '));
  return loaded.zones;
}

/** Not yet run: several may be begun on one clock. */
export async function applyOnce(
  sandbox: VirtualSandbox,
  desired: readonly DesiredZone[],
  options: WireOptions & { readonly stop?: AbortSignal },
): Promise<RunResult> {
  const { clock } = sandbox;
  const wire = layWire(sandbox, options);
  const began = clock.now();
  let passes = 0;
  const signal = options.stop ?? new AbortController().signal;
  const connection = connect({
    ...readSettings({ VPS_API_URL: wire.apiUrl, VPS_API_TOKEN: TOKEN }),
    timeoutSeconds: ATTEMPT_SECONDS,
    clock,
    signal,
  });
  const end = (exit: number, more: Partial<RunResult> = {}): RunResult => {
    wire.cut();
    const { reads, writes, throttled } = connection.stats();
    const seconds = clock.now() - began;
    return { exit, requests: reads + writes, throttled, passes, seconds, nothingToDo: false, ...more };
  };
  try {
    const planned = await planZones(
      { desired, managed: new Set(desired.map(({ name }) => name)) },
      connection,
    );
    const { plan } = planned;
    const unread = plan.errors.length > 0 ? 1 : 0;
    const error = plan.errors.map(({ message }) => message).join('; ');
    if (isEmpty(plan)) return end(unread, { nothingToDo: true, error });
    try {
      if (preflight(plan, await connection.whoami()).missing.length > 0) return end(4);
    } catch (refused) {
      if (!isDnssyncError(refused) || refused.code === 'auth') throw refused;
    }
    const report = await applyPlanned(planned, {
      reader: connection,
      writer: connection,
      finisher: connection.finisher,
      sleep: (seconds) => clock.sleep(seconds, signal),
      concurrency: 16,
      signal,
      onEvent: (event) => {
        if (event.kind === 'verify') passes = event.pass;
      },
    });
    const earned = reportExit(report);
    return end(unread === 1 && earned === 0 ? 5 : Math.max(earned, unread), { report, error });
  } catch (error) {
    if (!isDnssyncError(error)) throw error;
    return end(1, { error: error.message });
  }
}

/** What the service holds. */
export function stored({ store }: VirtualSandbox): PlainZone[] {
  return Array.from(store.state.zones(), ({ zone, list }) => ({
    domain: zone.domain,
    records: list.map(({ record_type: type, name, value, ttl, priority }) => ({
      type,
      name,
      value,
      ttl,
      priority,
    })),
  }));
}
