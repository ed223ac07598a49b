/** How long an apply of a plan takes, from what the reads before it have shown of the service. */
import { callsToApply, type Forecast, isEmpty, type Plan } from '../model/plan.ts';
import type { ServicePace } from '../model/provider.ts';

/** What waits for one another in an apply, however few calls each is: the list, the zones, the account, writes, proof. */
const STAGES = 5;

/** The plan with its forecast, where there is something to do and something known. */
export function withForecast(plan: Plan, pace: ServicePace | undefined): Plan {
  if (pace === undefined || isEmpty(plan)) return plan;
  const { reads, writes } = callsToApply(plan);
  return { ...plan, cost: { ...plan.cost, forecast: forecast(reads + writes, pace) } };
}

/**
 * A limit that was met counts; else the calls go out as many at once as may be, each as long as an answer has taken.
 * That a service has refused nothing so far does not mean that it never will: the forecast then says no rate.
 */
export function forecast(calls: number, { limit, latency, atOnce }: ServicePace): Forecast {
  const unhindered = Math.max((calls * latency) / atOnce, STAGES * latency);
  if (limit === undefined) return { seconds: unhindered };
  return { seconds: Math.max(calls / limit, unhindered), rate: limit };
}
