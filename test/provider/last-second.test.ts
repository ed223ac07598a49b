/** What can be told of a limit by the second from sent and taken calls: never more than the limit itself. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LastSecond } from '../../src/provider/last-second.ts';

it('proves no more than the service takes in a second, however answers and ways take their time', () => {
  const call = fc.record({ pause: fc.nat(400), way: fc.nat(900), back: fc.nat(900) });
  fc.assert(
    fc.property(fc.array(call, { maxLength: 60 }), fc.integer({ min: 1, max: 5 }), (calls, limit) => {
      let now = 0;
      const sent = calls.map(({ pause, way, back }) => {
        now += pause;
        return { sentAt: now / 1000, arrives: (now + way) / 1000, answered: (now + way + back) / 1000 };
      });
      const admitted: number[] = [];
      const taken = [...sent]
        .sort((a, b) => a.arrives - b.arrives)
        .filter(({ arrives }) => {
          const isTaken = admitted.filter((at) => at > arrives - 1).length < limit;
          if (isTaken) admitted.push(arrives);
          return isTaken;
        });
      const seen = new LastSecond();
      const events = [
        ...sent.map(({ sentAt }) => ({ at: sentAt, tell: () => seen.sent(sentAt) })),
        ...taken.map(({ sentAt, answered }) => ({ at: answered, tell: () => seen.taken(answered, sentAt) })),
      ];
      for (const { tell } of events.sort((a, b) => a.at - b.at)) tell();
      expect(seen.proven).toBeLessThanOrEqual(limit);
    }),
    { numRuns: 500 },
  );
});

it('holds a refusal against the calls of the second before it', () => {
  const seen = new LastSecond();
  for (let call = 0; call < 4; call++) {
    seen.sent(call / 100);
    seen.taken(call / 100 + 0.01, call / 100);
  }
  expect(seen.proven).toBe(4);
  seen.sent(0.1);
  expect(seen.explains(0.12, 0.1)).toBe(true);
  // A second later only the two before it count.
  for (const at of [1.2, 1.3, 1.4]) seen.sent(at);
  expect(seen.explains(1.41, 1.4)).toBe(false);
});
