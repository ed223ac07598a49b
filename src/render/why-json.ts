/** Why a name holds what it holds, for programs. */
import { presentOwner } from '../model/name.ts';
import type { RecordPattern } from '../model/pattern.ts';
import type { SourcePosition } from '../model/record.ts';
import type { Outcome } from '../model/report.ts';
import type { Blame, Looked, NameFinding, Standing, ValueReason, Why } from '../model/why.ts';
import { domainOf } from '../model/zone.ts';
import { type ChangeJson, changeToJson, dataToJson, sourceToJson } from './change-json.ts';
import { type VerificationJson, verificationToJson } from './verify-json.ts';

interface PatternJson {
  readonly pattern: string;
  readonly source: SourcePosition;
}

interface ValueJson {
  readonly type: string;
  readonly value: string;
  readonly ttl?: number;
  readonly priority?: number;
  readonly source?: SourcePosition;
  readonly state: Standing['kind'];
  /** What live has in its place. */
  readonly live?: object;
  readonly reason?: string;
  readonly ignoredBy?: PatternJson;
  readonly protectedBy?: PatternJson;
  /** null where the line is not committed; absent where git was not looked at. */
  readonly commit?: Blame['commit'] | null;
}

/** `seen`, or why not. */
type SeenJson = { readonly status: Looked<unknown>['status']; readonly message?: string };

interface NameJson {
  readonly name: string;
  readonly zone: string;
  readonly file: string;
  readonly values: readonly ValueJson[];
  readonly live: SeenJson & { readonly zone?: 'there' | 'no such zone' };
  readonly git: SeenJson;
  readonly dns: SeenJson & { readonly verification?: VerificationJson['zones'][number] };
  readonly run?: {
    readonly id: string;
    readonly path: string;
    readonly command: string;
    readonly startedAt: string;
    readonly changes: readonly (ChangeJson & { readonly outcome: Outcome['status'] })[];
  };
  readonly findings: readonly NameFinding[];
}

export interface WhyJson {
  readonly formatVersion: '1.0';
  readonly generator: string;
  readonly names: readonly NameJson[];
}

export function whyToJson(names: readonly Why[], { generator }: { readonly generator: string }): WhyJson {
  return { formatVersion: '1.0', generator, names: names.map((why) => nameToJson(why, generator)) };
}

function nameToJson(why: Why, generator: string): NameJson {
  const { live, dns, run } = why;
  return {
    name: presentOwner(why.name, why.zone),
    zone: domainOf(why.zone),
    file: why.file,
    values: why.values.map((value) => valueToJson(value, why.blame)),
    live: { ...seen(live), ...(live.status === 'seen' ? { zone: live.found } : {}) },
    git: seen(why.blame),
    dns: {
      ...seen(dns),
      ...(dns.status === 'seen'
        ? { verification: verificationToJson([dns.found], { generator }).zones[0] }
        : {}),
    },
    ...(run === undefined
      ? {}
      : {
          run: {
            id: run.id,
            path: run.path,
            command: run.command,
            startedAt: run.startedAt,
            changes: run.steps.map(({ change, outcome }) => ({
              ...changeToJson(change),
              outcome: outcome.status,
            })),
          },
        }),
    findings: why.findings,
  };
}

function valueToJson({ record, source, standing, protectedBy }: ValueReason, blame: Why['blame']): ValueJson {
  const { type, value, ttl, priority } = record;
  const line = blame.status === 'seen' && source !== undefined ? source.line : undefined;
  const found = blame.status === 'seen' ? blame.found.find((one) => one.line === line) : undefined;
  return {
    type,
    value,
    ...(ttl === undefined ? {} : { ttl }),
    ...(priority === undefined ? {} : { priority }),
    ...(source === undefined ? {} : { source: sourceToJson(source) }),
    state: standing.kind,
    ...(standing.kind === 'differs' ? { live: dataToJson(standing.change.before) } : {}),
    ...(standing.kind === 'undeclared' && standing.reason !== undefined ? { reason: standing.reason } : {}),
    ...(standing.kind === 'left-alone' ? leftToJson(standing.by) : {}),
    ...(protectedBy === undefined ? {} : { protectedBy: patternToJson(protectedBy) }),
    ...(found === undefined ? {} : { commit: found.commit ?? null }),
  };
}

function leftToJson({
  why,
  pattern,
}: Extract<Standing, { kind: 'left-alone' }>['by']): Pick<ValueJson, 'reason' | 'ignoredBy'> {
  return { reason: why, ...(pattern === undefined ? {} : { ignoredBy: patternToJson(pattern) }) };
}

function patternToJson({ text, source }: RecordPattern): PatternJson {
  return { pattern: text, source: sourceToJson(source) };
}

function seen(looked: Looked<unknown>): SeenJson {
  return looked.status === 'seen' ? { status: 'seen' } : { status: looked.status, message: looked.message };
}
