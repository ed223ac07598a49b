/** Reads the report of a run, which may be a copy from anywhere, back into the model's words. */
import type { Fqdn } from '../model/name.ts';
import { readAbsoluteName } from '../model/name.ts';
import type { ApplyReport, Outcome, StepResult, ZoneResult } from '../model/report.ts';
import { validateChange } from './generated/plan-validator.js';
import { type ChangeFile, changeOf } from './plan-file.ts';

/** The report, or undefined where this is none. What would be planned afterwards is not read: it was true then. */
export function readReportFile(text: string): ApplyReport | undefined {
  let json: Record<string, unknown>;
  try {
    json = Object(JSON.parse(text)) as Record<string, unknown>;
  } catch {
    return undefined;
  }
  const { formatVersion, zones, changes, verification, stopped } = json;
  if (formatVersion !== '1.0' || !Array.isArray(zones) || !Array.isArray(changes)) return undefined;
  const { status, message } = Object(verification) as Record<string, unknown>;
  const steps = changes.map(readStep);
  const made = zones.map(readZone);
  if (typeof status !== 'string' || steps.includes(undefined) || made.includes(undefined)) return undefined;
  return {
    zones: made as ZoneResult[],
    steps: steps as StepResult[],
    verification:
      status === 'equal'
        ? { status }
        : { status: 'unread', message: typeof message === 'string' ? message : status },
    ...(typeof stopped === 'string' ? { stopped } : {}),
  };
}

function readStep(json: unknown): StepResult | undefined {
  const { zone, change } = Object(json) as Record<string, unknown>;
  const name = readZoneName(zone);
  const outcome = readOutcome(json);
  if (name === undefined || outcome === undefined || !validateChange(change)) return undefined;
  return { change: changeOf(change as unknown as ChangeFile, name), outcome };
}

function readZone(json: unknown): ZoneResult | undefined {
  const { zone: domain, action } = Object(json) as Record<string, unknown>;
  const zone = readZoneName(domain);
  const outcome = readOutcome(json);
  if (zone === undefined || outcome === undefined) return undefined;
  return action === 'create' || action === 'delete' ? { zone, action, outcome } : undefined;
}

function readZoneName(json: unknown): Fqdn | undefined {
  return typeof json === 'string' ? readAbsoluteName(json).name : undefined;
}

function readOutcome(json: unknown): Outcome | undefined {
  const { status, note, code, message, hint, wrote, reason } = Object(json) as Record<string, unknown>;
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  switch (status) {
    case 'done':
      return typeof note === 'string' ? { status, note } : { status };
    case 'failed':
      return {
        status,
        code: text(code),
        message: text(message),
        ...(typeof hint === 'string' ? { hint } : {}),
        ...(wrote === true ? { wrote } : {}),
      };
    case 'unknown':
      return { status, message: text(message) };
    case 'not-tried':
      return { status, reason: text(reason) };
    default:
      return undefined;
  }
}
