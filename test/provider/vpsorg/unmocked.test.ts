import { expect, it } from 'vitest';
import { client, useMockedApi } from '../support/mocked-api.ts';

useMockedApi();

it('a request that no test foresaw is refused and never leaves the machine', async () => {
  await expect(client().listZones()).rejects.toMatchObject({ code: 'network' });
  // nock's own word for what it did not let through.
  const direct = globalThis.fetch('https://admin.vps.org/api/v1/dns-zones/');
  await expect(direct).rejects.toThrow(/Disallowed net connect/);
});
