/** The vendor's address under nock: nothing leaves the machine, and what is not foreseen is refused. */
import nock from 'nock';
import { afterEach, beforeEach, expect } from 'vitest';
import { connect } from '../../../src/provider/connect.ts';
import { readSettings } from '../../../src/provider/vpsorg/settings.ts';

export const TOKEN = 'vps_test_canary0123456789';

/** Foresees calls to the API with the token it must carry. Copied from the vendor's page, never from the client. */
export function api(): nock.Scope {
  return nock('https://admin.vps.org', { reqheaders: { authorization: `Bearer ${TOKEN}` } });
}

/** A client of the mocked API as hosts build it. */
export function client(): ReturnType<typeof connect> {
  return connect(readSettings({ VPS_API_TOKEN: TOKEN }));
}

/** Registers the set-up for one test file: every foreseen call must happen, and no other. */
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
