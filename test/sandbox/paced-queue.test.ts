import { describe, expect, it, vi } from 'vitest';
import { PacedQueue } from '../../src/sandbox/bind/paced-queue.ts';

/** A queue whose pieces of work end when they are told to. */
function heldQueue() {
  const started: string[] = [];
  const ends = new Map<string, () => void>();
  const work = (key: string) => {
    expect(ends.has(key), `${key} twice at once`).toBe(false);
    started.push(key);
    return new Promise<void>((resolve) => {
      ends.set(key, () => {
        ends.delete(key);
        resolve();
      });
    });
  };
  const queue = new PacedQueue(work, () => 0);
  const end = async (key = started.find((one) => ends.has(one)) ?? '') => {
    ends.get(key)?.();
    await new Promise((turn) => setImmediate(turn));
  };
  /** Marks keys, and waits until they are due. */
  const due = async (...keys: string[]) => {
    for (const key of keys) queue.mark(key);
    await new Promise((turn) => setTimeout(turn, 5));
  };
  return { queue, started, ends, due, end };
}

const many = Array.from({ length: 1000 }, (_, at) => `k${at}`);

describe('the queue of what is to be published', () => {
  it('takes a single change before most of a thousand that came in bulk', async () => {
    const { started, due, end } = heldQueue();
    await due(...many);
    await due('single');
    const before = started.length;
    await end();
    await end();
    expect(started.slice(before)).toContain('single');
  });

  it('lets nothing wait for ever behind what keeps coming', async () => {
    const { started, due, end } = heldQueue();
    await due(...many.slice(0, 40));
    const waiting = many.slice(0, 40).filter((key) => !started.includes(key));
    expect(waiting.length).toBeGreaterThan(0);
    for (let at = 0; at < 2 * waiting.length; at++) {
      await due(`new${at}`);
      await end();
    }
    expect(started).toEqual(expect.arrayContaining(waiting));
  });

  it('does a key again when it was asked for during its work, once and not beside it', async () => {
    const { queue, started, due, end } = heldQueue();
    await due('a');
    await due('a');
    await due('a');
    expect(started).toEqual(['a']);
    await end('a');
    expect(started).toEqual(['a', 'a']);
    expect(queue.has('a')).toBe(true);
    await end('a');
    expect([started.length, queue.has('a')]).toEqual([2, false]);
  });

  it('drops what has not begun when it is closed, and waits for the rest', async () => {
    const { queue, started, ends, due, end } = heldQueue();
    await due(...many);
    const closed = vi.fn();
    void queue.close().then(closed);
    const begun = started.length;
    while (ends.size > 1) await end();
    expect(closed).not.toHaveBeenCalled();
    await end();
    expect(closed).toHaveBeenCalled();
    expect(started).toHaveLength(begun);
  });
});
