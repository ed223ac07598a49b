import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Queue } from '../../src/provider/queue.ts';

const step = fc.oneof(
  fc.record({ kind: fc.constant('push' as const), item: fc.nat(9) }),
  fc.record({ kind: fc.constant('push-first' as const), item: fc.nat(9) }),
  fc.constant({ kind: 'drop' as const }),
  fc.record({ kind: fc.constant('take' as const), item: fc.nat(9) }),
);

it('is first in, first out, but for what is put first, whatever is taken out of it', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const queue = new Queue<number>();
      let list: number[] = [];
      for (const each of steps) {
        if (each.kind === 'push') {
          queue.push(each.item);
          list.push(each.item);
        } else if (each.kind === 'push-first') {
          queue.pushFirst(each.item);
          list.unshift(each.item);
        } else if (each.kind === 'drop') {
          queue.drop();
          list.shift();
        } else {
          const isTaken = (item: number): boolean => item === each.item;
          expect(queue.take(isTaken)).toEqual(list.filter(isTaken));
          list = list.filter((item) => !isTaken(item));
        }
        expect(queue.first).toBe(list[0]);
      }
    }),
  );
});
