/** What has moved since a plan was saved, over plans of the real planner. */
import { describe, expect, it } from 'vitest';
import { movedSince } from '../../src/apply/moved.ts';
import type { Fqdn } from '../../src/model/name.ts';
import { operationId, type Plan } from '../../src/model/plan.ts';
import type { SavedPlan } from '../../src/model/saved-plan.ts';
import { buildPlan } from '../../src/plan/plan.ts';
import { desired, live, ZONE } from '../support/records.ts';

const OTHER = 'example.net.' as Fqdn;

interface Sides {
  readonly files: readonly string[];
  /** Undefined where the service does not have the zone. */
  readonly live: readonly string[] | undefined;
  readonly id?: string;
  readonly state?: 'absent';
}

function planOf(zones: Readonly<Record<string, Sides>>): Plan {
  const names = Object.keys(zones) as Fqdn[];
  const file = 'zones/x.yaml';
  return buildPlan({
    desired: names.map((name) => ({
      name,
      ...(zones[name]?.state && { state: 'absent' }),
      file,
      source: { file, line: 1, column: 1 },
      records: (zones[name]?.files ?? []).map((text, i) => desired(text, name, i + 1)),
    })),
    live: new Map(
      names.flatMap((name) => {
        const { live: texts, id = `zone-${name}` } = zones[name] as Sides;
        if (texts === undefined) return [];
        const records = texts.map((text, i) => live(`id-${i}`, text, name));
        return [[name, { id, name, records, unmanaged: [] }] as const];
      }),
    ),
    unmanagedZones: [],
    errors: [],
    reads: 1,
  });
}

function saved({ zones, steps }: Pick<Plan, 'zones' | 'steps'>): SavedPlan {
  return { apiOrigin: 'https://api.example', createdAt: '2026-01-01', zones, steps, unplanned: [] };
}

const A = 'www 300 A 192.0.2.1';
const B = 'www 300 A 192.0.2.2';
const NEW = 'new 300 A 192.0.2.3';
const SHOWN = { files: [B, 'keep 300 A 192.0.2.9'], live: [A, 'keep 300 A 192.0.2.9'] };

/** What a fresh plan does beyond the one that was shown, in short. */
function beyond(now: Readonly<Record<string, Sides>>, shown = saved(planOf({ [ZONE]: SHOWN }))) {
  const moved = movedSince(shown, planOf(now));
  return (
    moved && {
      sides: moved.sides.map(({ zone, side }) => `${zone} ${side}`),
      changes: moved.changes.map(({ action }) => action),
      zones: moved.zones.map(({ action }) => action),
    }
  );
}

describe('a saved plan still covers', () => {
  it('the same plan, and one of which a part is done already', () => {
    expect(beyond({ [ZONE]: SHOWN })).toBeUndefined();
    expect(beyond({ [ZONE]: { ...SHOWN, live: SHOWN.files } })).toBeUndefined();
  });

  it('a zone that it makes, once that is made', () => {
    const shown = saved(planOf({ [OTHER]: { files: [A], live: undefined } }));
    expect(beyond({ [OTHER]: { files: [A], live: [] } }, shown)).toBeUndefined();
  });

  it('another zone of the same name in which nothing is to be done', () => {
    expect(beyond({ [ZONE]: { ...SHOWN, live: SHOWN.files, id: 'another' } })).toBeUndefined();
  });
});

describe('a saved plan does not cover, and says which side has moved', () => {
  it.each([
    ['the file', { ...SHOWN, files: [...SHOWN.files, NEW] }, 'files', ['create']],
    ['live', { ...SHOWN, live: [...SHOWN.live, NEW] }, 'live', ['delete']],
    [
      'both',
      { files: [...SHOWN.files, NEW], live: [...SHOWN.live, 'old 300 A 192.0.2.4'] },
      'both',
      ['create', 'delete'],
    ],
  ] as const)('%s', (_, now, side, changes) => {
    expect(beyond({ [ZONE]: now })).toEqual({ sides: [`${ZONE} ${side}`], changes, zones: [] });
  });

  it('neither, where a step was struck out of the plan', () => {
    const forged = saved({ ...planOf({ [ZONE]: SHOWN }), steps: [] });
    expect(beyond({ [ZONE]: SHOWN }, forged)).toEqual({
      sides: [`${ZONE} none`],
      changes: ['update'],
      zones: [],
    });
  });

  it('live, where the zone has gone with what was to be changed in it', () => {
    expect(beyond({ [ZONE]: { ...SHOWN, live: undefined } })).toEqual({
      sides: [`${ZONE} live`],
      changes: ['create', 'create'],
      zones: ['create'],
    });
  });

  it('both, where a zone that was to be made is there and the file asks for more', () => {
    const shown = saved(planOf({ [OTHER]: { files: [A], live: undefined } }));
    expect(beyond({ [OTHER]: { files: [A, NEW], live: [] } }, shown)).toMatchObject({
      sides: [`${OTHER} both`],
    });
  });

  it('another zone of the same name, though the same would be done in it', () => {
    expect(beyond({ [ZONE]: { ...SHOWN, id: 'another' } })).toEqual({
      sides: [`${ZONE} zone`],
      changes: [],
      zones: [],
    });
  });

  it('a zone that was not in it, and tells of no other', () => {
    expect(beyond({ [ZONE]: SHOWN, [OTHER]: { files: [A], live: [] } })).toEqual({
      sides: [`${OTHER} zone`],
      changes: ['create'],
      zones: [],
    });
  });

  it.each([
    ['the creation of a zone that has gone', { live: undefined }, 'live', 'create'],
    ['the deletion of a zone whose file says now that it is to go', { state: 'absent' }, 'files', 'delete'],
  ] as const)('%s, though it held nothing', (_, change, side, action) => {
    const empty = { files: [], live: [] };
    const shown = saved(planOf({ [ZONE]: SHOWN, [OTHER]: empty }));
    expect(beyond({ [ZONE]: SHOWN, [OTHER]: { ...empty, ...change } }, shown)).toEqual({
      sides: [`${OTHER} ${side}`],
      changes: [],
      zones: [action],
    });
  });

  it('the deletion of a zone that holds something else, on the side of live alone', () => {
    const going = { files: [], live: [A], state: 'absent' } as const;
    const shown = saved(planOf({ [OTHER]: going }));
    expect(beyond({ [OTHER]: { ...going, live: [B] } }, shown)).toEqual({
      sides: [`${OTHER} live`],
      changes: [],
      zones: ['delete'],
    });
    expect(beyond({ [OTHER]: going }, shown)).toBeUndefined();
  });

  it('an operation more often than it was shown', () => {
    const twice = { files: [A], live: [A, A] };
    const thrice = { files: [A], live: [A, A, A] };
    const shown = planOf({ [ZONE]: twice });
    const ids = new Set(planOf({ [ZONE]: thrice }).steps.map(({ change }) => operationId(change)));
    expect(ids.size).toBe(1);
    expect(beyond({ [ZONE]: thrice }, saved(shown))).toMatchObject({ changes: ['delete'] });
  });
});
