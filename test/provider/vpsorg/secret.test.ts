import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Secret } from '../../../src/provider/vpsorg/secret.ts';

const token = fc.stringMatching(/^vps_[A-Za-z0-9_-]{4,200}$/);

it('is in no text any more, whatever is around it', () => {
  fc.assert(
    fc.property(token, fc.string(), fc.string(), (text, before, after) => {
      expect(new Secret(text).redact(`${before}${text}${after}${text}`)).not.toContain(text);
    }),
  );
});

it('leaves no piece of twelve characters where a text was cut', () => {
  const secret = new Secret('vps_Canary7Qx-2mZ_9LwTr4KdPvbH8');
  expect(secret.redact('a value vps_Canary7Qx-2mZ…4KdPvbH8 end')).toBe('a value ***…4KdPvbH8 end');
  expect(secret.redact('a value vps_Canary7…Z_9LwTr4KdPvbH8 end')).toBe('a value vps_Canary7…Z_9*** end');
});

it('is found in lower case, as names of records are shown, and in capitals', () => {
  const secret = new Secret('vps_Canary7Qx-2mZ_9LwTr4KdPvbH8');
  expect(secret.redact('x.VPS_CANARY7QX-2MZ_9LWTR4KDPVBH8.vps_canary7qx-2mz_9lwtr4kdpvbh8')).toBe(
    'x.***.***',
  );
});

it('leaves other texts as they are, also those that begin like it', () => {
  const secret = new Secret('vps_Canary7Qx-2mZ_9LwTr4KdPvbH8');
  expect(secret.redact('vps_Canary vps_other')).toBe('vps_Canary vps_other');
});
