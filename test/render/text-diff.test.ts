import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffText, elideSegments, type Segment } from '../../src/render/text-diff.ts';
import { displayWidth } from '../../src/render/width.ts';

/** As `git diff --word-diff` writes it. */
function marked(segments: readonly Segment[]): string {
  const marks = { same: ['', ''], removed: ['[-', '-]'], added: ['{+', '+}'] } as const;
  return segments.map(({ kind, text }) => `${marks[kind][0]}${text}${marks[kind][1]}`).join('');
}

describe('diffText', () => {
  it.each([
    ['v=spf1 a ~all', 'v=spf1 a -all', 'v=spf1 a [-~all-]{+-all+}'],
    ['v=spf1 -all', 'v=spf1 include:x.example -all', 'v=spf1 {+include:x.example +}-all'],
    ['v=spf1 a mx -all', 'v=spf1 mx -all', 'v=spf1 [-a -]mx -all'],
    ['v=spf1 ip4:192.0.2.10 -all', 'v=spf1 ip4:192.0.2.11 -all', 'v=spf1 ip4:192.0.2.[-10-]{+11+} -all'],
    [
      'v=DMARC1; p=none; pct=50',
      'v=DMARC1; p=quarantine; pct=50',
      'v=DMARC1; p=[-none-]{+quarantine+}; pct=50',
    ],
    ['d111abc.cdn.example.net', 'd222xyz.cdn.example.net', '[-d111abc-]{+d222xyz+}.cdn.example.net'],
    ['token=AAAABBBBCCCCDDDD', 'token=AAAABBBBxCCCDDDD', 'token=AAAABBBB[-CCCCDDDD-]{+xCCCDDDD+}'],
  ])('marks what changed from %j to %j', (before, after, expected) => {
    expect(marked(diffText(before, after))).toBe(expected);
  });

  it('shows many scattered changes as one', () => {
    const changed = diffText('a b c d e f g h i', 'A b C d E f G h I').filter(({ kind }) => kind !== 'same');
    expect(changed).toEqual([
      { kind: 'removed', text: 'a b c d e f g h i' },
      { kind: 'added', text: 'A b C d E f G h I' },
    ]);
  });

  it('always leads from the one text to the other', () => {
    const word = fc.constantFrom(
      'a',
      'b',
      'include:_spf.example.net',
      ';',
      ' ',
      ' ',
      '👋',
      '👌',
      'é',
      'k=rsa',
      'xxxxxxxxx',
    );
    const anyText = fc.array(word, { maxLength: 30 }).map((words) => words.join(''));
    fc.assert(
      fc.property(anyText, anyText, (before, after) => {
        const segments = diffText(before, after);
        const side = (other: string) =>
          segments
            .filter(({ kind }) => kind !== other)
            .map(({ text }) => text)
            .join('');
        expect(side('added')).toBe(before);
        expect(side('removed')).toBe(after);
        expect(marked(segments)).not.toMatch(/\p{Cs}/u);
      }),
    );
  });

  it('takes texts of 65,000 octets that have nothing in common', () => {
    const segments = diffText('a '.repeat(32_500), 'b '.repeat(32_500));
    expect(segments.map(({ kind }) => kind)).toEqual(['removed', 'added', 'same']);
  });
});

describe('elideSegments', () => {
  it('leaves short texts whole', () => {
    const segments = diffText('v=spf1 a ~all', 'v=spf1 a -all');
    expect(elideSegments(segments, 40)).toEqual(segments);
  });

  it('keeps what changed and gives way around it', () => {
    const key = (middle: string) => `v=DKIM1; k=rsa; p=${'M'.repeat(200)}${middle}${'N'.repeat(200)}`;
    const text = marked(elideSegments(diffText(key('abc123'), key('xyz789')), 60));
    expect(text).toBe('v=DKIM1;…MMMMMMMMMMMMMMM[-abc123-]{+xyz789+}NNNNNNNNNNNNNNNNNNNNNNN…');
  });

  it('never shows two different texts alike', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', '1', '.', '日'), minLength: 1, maxLength: 120 });
    fc.assert(
      fc.property(word, word, word, word, (start, before, after, end) => {
        fc.pre(before !== after);
        const [left, right] = [`${start} ${before} ${end}`, `${start} ${after} ${end}`];
        const shown = elideSegments(diffText(left, right), 40);
        const side = (other: string) =>
          shown
            .filter(({ kind }) => kind !== other)
            .map(({ text }) => text)
            .join('');
        expect(side('added')).not.toBe(side('removed'));
      }),
    );
  });

  it('comes close to the width asked for', () => {
    const long = 'word '.repeat(500);
    const width = displayWidth(marked(elideSegments(diffText(`${long}a${long}`, `${long}b${long}`), 72)));
    expect(width).toBeLessThanOrEqual(90);
  });
});
