/** The vendor's address under nock: nothing leaves the machine, and what is not foreseen is refused. */
import nock from 'nock';
import { afterEach, beforeEach, expect } from 'vitest';
import { type Connection, type ConnectOptions, connect } from '../../../src/provider/connect.ts';
import { readSettings } from '../../../src/provider/vpsorg/settings.ts';
import { InstantClock } from './instant-clock.ts';

export const TOKEN = 'vps_test_canary0123456789';

/** Foresees calls to the API with the token they must carry. Answers are copied from the vendor's page, by hand. */
export function api(): nock.Scope {
  return nock('https://admin.vps.org', { reqheaders: { authorization: `Bearer ${TOKEN}` } });
}

/** A client of the mocked API as hosts build it, but for the clock. */
export function client(options: Partial<ConnectOptions> = {}): Connection {
  return connect({ ...readSettings({ VPS_API_TOKEN: TOKEN }), clock: new InstantClock(), ...options });
}

/** To be called once in a test file: every foreseen call must happen, and no other. */
export function useMockedApi(): void {
  beforeEach(() => {
    if (!nock.isActive()) nock.activate();
    nock.disableNetConnect();
  });
  afterEach(() => {
    const pending = nock.pendingMocks();
    nock.cleanAll();
    nock.restore();
    expect(pending).toEqual([]);
  });
}
