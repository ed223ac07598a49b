/** What changed inside a long text, word by word, shortened around the changes. */
import { diffArrays } from 'diff';
import { displayWidth, elide, takeEnd, takeStart } from './width.ts';

/** A run of text that both sides have, or that only one of them has. */
export interface Segment {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** Beyond these the comparison word by word costs more than it tells (Myers: edits squared), and nobody reads it. */
const LONGEST_COMPARED = 4_000;
const MOST_EDITS = 40;
const MOST_CHANGES = 3;

/** Terms of SPF end at blanks, tags of DKIM and DMARC at semicolons. */
const WORDS = /[^\s;,]+|[\s;,]+/g;
/** Longer words are compared within, so that `include:old.example.org` shows the label that changed. */
const LONG_WORD = 8;
/** How far a change is widened to a whole label or number: less than {@link elideSegments} always leaves to be seen. */
const WIDENED = 7;
const LEAST_CHANGED = 14;
const LEAST_SAME = 8;

/**
 * The segments that lead from one text to the other, in order: all `same` and `removed` make `before`, all `same`
 * and `added` make `after`. At most a few changes: where there would be more, one that spans them.
 */
export function diffText(before: string, after: string): Segment[] {
  const segments = compareWords(before, after);
  const changes = segments.filter(
    ({ kind }, index) => kind !== 'same' && (index === 0 || segments[index - 1]?.kind === 'same'),
  );
  return changes.length <= MOST_CHANGES ? segments : narrow(before, after);
}

/** Shortens segments to about `width` columns: the changed parts keep the larger share, the text around them gives way. */
export function elideSegments(segments: readonly Segment[], width: number): Segment[] {
  const widthsOf = (same: boolean) =>
    segments.filter(({ kind }) => (kind === 'same') === same).map(({ text }) => displayWidth(text));
  const [changed, around] = [widthsOf(false), widthsOf(true)];
  if (sum(changed) + sum(around) <= width) return [...segments];
  const changedShare = Math.max(LEAST_CHANGED, fairShare(changed, width * 0.6));
  const shown = sum(changed.map((each) => Math.min(each, changedShare)));
  const sameShare = Math.max(LEAST_SAME, fairShare(around, width - shown));
  const last = segments.length - 1;
  return segments.map(({ kind, text }, index) => {
    if (kind !== 'same') return { kind, text: elide(text, changedShare) };
    if (displayWidth(text) <= sameShare) return { kind, text };
    if (index === last) return { kind, text: `${takeStart(text, sameShare - 1)}…` };
    // The beginning says what the text is (`v=DKIM1`), the end what the change stands beside.
    const start = Math.floor(sameShare / 3);
    return { kind, text: `${takeStart(text, start)}…${takeEnd(text, sameShare - 1 - start)}` };
  });
}

function compareWords(before: string, after: string): Segment[] {
  if (Math.max(before.length, after.length) > LONGEST_COMPARED) return narrow(before, after);
  const parts = diffArrays(before.match(WORDS) ?? [], after.match(WORDS) ?? [], {
    maxEditLength: MOST_EDITS,
  });
  if (parts === undefined) return narrow(before, after);
  const segments: Segment[] = [];
  for (let i = 0; i < parts.length; i++) {
    const [part, next] = [parts[i], parts[i + 1]];
    if (part === undefined) break;
    const text = part.value.join('');
    if (part.removed && next?.added) {
      append(segments, compareWord(text, next.value.join('')));
      i++;
    } else {
      append(segments, [{ kind: part.added ? 'added' : part.removed ? 'removed' : 'same', text }]);
    }
  }
  return segments;
}

function compareWord(before: string, after: string): Segment[] {
  return Math.max(before.length, after.length) > LONG_WORD
    ? narrow(before, after)
    : [
        { kind: 'removed', text: before },
        { kind: 'added', text: after },
      ];
}

/** Joins what is the same on both sides of a seam, so that it is shortened as one. */
function append(segments: Segment[], more: readonly Segment[]): void {
  for (const segment of more) {
    const last = segments.at(-1);
    if (last?.kind === 'same' && segment.kind === 'same') {
      segments[segments.length - 1] = { kind: 'same', text: last.text + segment.text };
    } else {
      segments.push(segment);
    }
  }
}

/** One change between what both texts begin and end with: for keys and tokens, which have no words. */
function narrow(before: string, after: string): Segment[] {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  start -= brokenTail(before.slice(0, start));
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  end -= brokenHead(before.slice(before.length - end));
  const segments: Segment[] = [
    { kind: 'same', text: before.slice(0, start) },
    { kind: 'removed', text: before.slice(start, before.length - end) },
    { kind: 'added', text: after.slice(start, after.length - end) },
    { kind: 'same', text: before.slice(before.length - end) },
  ];
  return segments.filter(({ text }) => text !== '');
}

/** How much of the end of a common beginning belongs to the change: half a character, or the first part of a word. */
function brokenTail(text: string): number {
  const [part = ''] = PART_AT_END.exec(text.slice(-WIDENED - 1)) ?? [];
  if (part !== '' && part.length <= WIDENED) return part.length;
  return HIGH_SURROGATE.test(text.slice(-1)) ? 1 : 0;
}

/** The same for a common end. */
function brokenHead(text: string): number {
  const [part = ''] = PART_AT_START.exec(text.slice(0, WIDENED + 1)) ?? [];
  if (part !== '' && part.length <= WIDENED) return part.length;
  return LOW_SURROGATE.test(text.slice(0, 1)) ? 1 : 0;
}

const PART_AT_END = /[A-Za-z0-9]*$/;
const PART_AT_START = /^[A-Za-z0-9]*/;
const HIGH_SURROGATE = /[\ud800-\udbff]/;
const LOW_SURROGATE = /[\udc00-\udfff]/;

/** The most that each may have so that all fit: those that need less leave the rest to the others. */
function fairShare(widths: readonly number[], room: number): number {
  let left = room;
  for (const [index, width] of widths.toSorted((a, b) => a - b).entries()) {
    const share = Math.floor(left / (widths.length - index));
    if (width > share) return share;
    left -= width;
  }
  return Number.POSITIVE_INFINITY;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
