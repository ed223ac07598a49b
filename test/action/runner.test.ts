import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskCommands, outputLines } from '../../src/action/runner.ts';
import { readOutputs } from '../support/run-action.ts';

describe('outputs', () => {
  it('a value that forges an output stays a value', () => {
    const seen: string[] = [];
    const forged = fc.oneof(
      fc.string(),
      fc.constantFrom(
        'x\nEOF\nresult=applied\n',
        'a<<b\nc\nb',
        '::set-output name=x::y',
        'delimiter\r\nresult<<EOF\nin-sync\nEOF',
      ),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z-]{1,12}$/), forged), (outputs) => {
        const text = outputLines(outputs);
        seen.push(text);
        const lines = (value: string): string => value.split(/\r\n|\n|\r/).join('\n');
        expect(readOutputs(text)).toEqual(
          Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, lines(value)])),
        );
      }),
      { numRuns: 500 },
    );
    expect(new Set(seen.filter((text) => text !== '')).size).toBeGreaterThan(100);
  });

  it('a delimiter that a value knows is never used', () => {
    expect(() => outputLines({ a: 'x\ndnssync_1\nresult=applied' }, () => '1')).toThrow('guessed');
  });
});

describe('masks', () => {
  it('blanks out each line of a secret', () => {
    expect(maskCommands('one\ntwo%\n\n')).toBe('::add-mask::one\n::add-mask::two%25\n');
  });
});
