/** The public library: the stages, the nouns they speak in, and the client of the vendor's API. */
export { DnssyncError, type ErrorCode, isDnssyncError } from './errors.ts';
export { loadZones } from './load/load.ts';
export * from './model/diagnostic.ts';
export * from './model/dns-report.ts';
export * from './model/name.ts';
export * from './model/name-server.ts';
export * from './model/pattern.ts';
export * from './model/plan.ts';
export * from './model/provider.ts';
export * from './model/record.ts';
export * from './model/report.ts';
export * from './model/value.ts';
export * from './model/zone.ts';
export { buildPlan } from './plan/plan.ts';
export { connect } from './provider/connect.ts';
export { planToJson } from './render/plan-json.ts';
export { renderPlan } from './render/plan-text.ts';
export { applyPlanned, type PlanInput, type Planned, planZones } from './sync.ts';
