/** Times and rates that are estimates, in words that claim no more than is known. */
import type { Forecast } from '../model/plan.ts';

/** `about 19 s at 2/s`; without a limit that was met, what it takes if none is. */
export function forecastText({ seconds, rate }: Forecast): string {
  return rate === undefined
    ? `${aboutText(seconds)} if nothing throttles`
    : `${aboutText(seconds)} at ${rateText(rate)}`;
}

/** `about 19 s`, `about 12 min`, `about 1 h 40 min`: rounded up, for what takes longer than told looks like a hang. */
export function aboutText(seconds: number): string {
  const whole = Math.max(1, Math.ceil(seconds));
  if (whole < 100) return `about ${whole} s`;
  const minutes = Math.ceil(whole / 60);
  if (minutes < 100) return `about ${minutes} min`;
  const rest = minutes % 60;
  return `about ${Math.floor(minutes / 60)} h${rest === 0 ? '' : ` ${rest} min`}`;
}

/** Calls a second: `2/s`, `9.5/s`, `0.25/s`. */
export function rateText(rate: number): string {
  const digits = rate >= 100 ? 0 : rate >= 1 ? 1 : 2;
  return `${Number(rate.toFixed(digits))}/s`;
}
