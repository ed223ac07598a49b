/** Markers: what is written is read back, nothing breaks out of them, and what others wrote is no marker or a harmless one. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlanMarker } from '../../src/model/review.ts';
import { sealed } from '../../src/render/sealed.ts';
import { readDriftMarker, writeDriftMarker } from '../../src/review/drift-marker.ts';
import { markerOf, readMarker, writeMarker } from '../../src/review/marker.ts';
import { HOSTILE } from '../render/hostile.ts';
import { create, planOf, rr, zonePlan } from '../render/sample-plan.ts';
import { commandsIn } from '../support/github-runner.ts';

const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length });
const digest = fc
  .uint8Array({ minLength: 8, maxLength: 8 })
  .map((octets) => Buffer.from(octets).toString('base64url'));
const text = (maxLength: number) =>
  fc.oneof(
    fc.string({ unit: 'binary', maxLength: maxLength >> 1 }),
    fc.constantFrom(...HOSTILE, '-->', '--', '--!>', ']]>', '<!--', '##[x]'),
  );
const marker: fc.Arbitrary<PlanMarker> = fc.record({
  key: text(100),
  sha: hex(40),
  plan: hex(64),
  desired: hex(64),
  live: hex(64),
  ops: fc.oneof(fc.constant(null), fc.array(digest, { maxLength: 30 })),
  state: fc.constantFrom('planned', 'applied', 'failed'),
  run: text(100),
});

describe('a marker', () => {
  it('is read back as it was written, from under whatever stands above it, also once it has left the process', () => {
    fc.assert(
      fc.property(marker, fc.string({ unit: 'binary' }), (written, above) => {
        const body = `${above}\n${writeMarker(written)}\n`;
        expect(readMarker(body)).toEqual(written);
        expect(readMarker(sealed(writeMarker(written)))).toEqual(written);
      }),
    );
  });

  it('is one line of ASCII in which nothing ends the comment and no runner finds a command', () => {
    fc.assert(
      fc.property(marker, (written) => {
        const line = writeMarker(written);
        expect(line).toMatch(/^<!-- dnssync:plan v1 [\x20-\x7e]* -->$/);
        // What HTML and XML end a comment by, or warn of.
        expect(line.slice(4, -3)).not.toMatch(/--|[<>]/);
        expect(commandsIn(line)).toEqual([]);
      }),
    );
  });

  it('of 1,500 operations leaves two thirds of a comment', () => {
    const changes = Array.from({ length: 1500 }, (_, i) => create(rr(`n${i}`, 'A', '192.0.2.1')));
    const by = { key: 'default', sha: 'a'.repeat(40), state: 'planned', run: '1' } as const;
    const line = writeMarker(markerOf(planOf([zonePlan(changes)]), 'https://admin.vps.org', by));
    expect(readMarker(line)?.ops).toHaveLength(1500);
    expect(Buffer.byteLength(line)).toBeLessThan(22_000);
  });
});

describe('what is no marker', () => {
  const sound = writeMarker({
    key: 'k',
    sha: 'a'.repeat(40),
    plan: 'b'.repeat(64),
    desired: 'c'.repeat(64),
    live: 'd'.repeat(64),
    ops: [],
    state: 'planned',
    run: '1',
  });
  const edited = (change: (json: Record<string, unknown>) => void): string => {
    const json = JSON.parse(sound.slice(sound.indexOf('{'), sound.lastIndexOf('}') + 1));
    change(json);
    return `<!-- dnssync:plan v1 ${JSON.stringify(json)} -->`;
  };
  it.each<[string, string]>([
    ['nothing', ''],
    ['a marker with a line below it', `${sound}\nhello`],
    ['a marker inside a line', `+ www TXT ${sound}`],
    ['a marker of another version', sound.replace(' v1 ', ' v2 ')],
    [
      'a marker of drift',
      writeDriftMarker({ key: 'k', fingerprint: 'a'.repeat(64), since: '2026-01-01T00:00:00Z' }),
    ],
    ['broken JSON', '<!-- dnssync:plan v1 {"key": -->'],
    ['an empty one', '<!-- dnssync:plan v1 {} -->'],
    ['a key that is no text', edited((json) => Object.assign(json, { key: 1 }))],
    ['a commit that is none', edited((json) => Object.assign(json, { sha: 'HEAD' }))],
    [
      'operations without end',
      edited((json) => Object.assign(json, { ops: Array(1501).fill('AAAAAAAAAAA') })),
    ],
    ['operations that are none', edited((json) => Object.assign(json, { ops: [1] }))],
    ['a state that is none', edited((json) => Object.assign(json, { state: 'approved' }))],
    ['a hash that is too short', edited((json) => Object.assign(json, { plan: 'b' }))],
    ['a comment of a million characters', `${'x'.repeat(1_000_000)}\n${sound}`],
  ])('%s', (_, body) => {
    expect(readMarker(sound)).toBeDefined();
    expect(readMarker(body)).toBeUndefined();
  });

  it('anything at all: reading never throws', () => {
    fc.assert(
      fc.property(fc.json(), fc.string({ unit: 'binary' }), (json, above) => {
        readMarker(`${above}\n<!-- dnssync:plan v1 ${json} -->`);
        readMarker(`<!-- dnssync:plan v1 ${json.replace('{', '{"key":"k",')} -->`);
        readDriftMarker(`${above}\n<!-- dnssync:drift v1 ${json} -->`);
      }),
    );
  });
});

describe('the marker of drift', () => {
  it('is read back, and a date that is none is no marker', () => {
    const written = { key: 'a--b -->', fingerprint: 'a'.repeat(64), since: '2026-01-01T00:00:00.000Z' };
    expect(readDriftMarker(writeDriftMarker(written))).toEqual(written);
    expect(readDriftMarker(writeDriftMarker({ ...written, since: 'yesterday' }))).toBeUndefined();
  });
});
