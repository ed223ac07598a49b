/** The zone files that BIND's own documentation shows, against a sandbox that holds what named reads from them. */
import { copyFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { zoneOf } from '../../src/convert/bind/zone-of.ts';
import type { Fqdn } from '../../src/model/name.ts';
import { domainOf } from '../../src/model/zone.ts';
import { hasCheckzone, storedAs } from '../support/checkzone.ts';
import { dnssync, folder } from '../support/cli.ts';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';

const FOLDER = resolve('test/convert/bind/files');
const FILES = readdirSync(FOLDER).filter((name) => name.startsWith('arm-'));

describe.skipIf(!hasCheckzone)('zone files of the BIND 9 Administrator Reference Manual', () => {
  let sandbox: RunningSandbox;
  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  afterAll(() => sandbox.stop());

  it.each(FILES)('%s: the plan after its import is empty', async (file) => {
    const zone = zoneOf(readFileSync(join(FOLDER, file), 'latin1'), file) ?? ('example.com.' as Fqdn);
    const records = await storedAs(file, FOLDER, zone);
    await sandbox.ask('/reset?state=1', {});
    await sandbox.ask('/seed', { zones: [{ domain: domainOf(zone), records }] });
    const cwd = folder({});
    mkdirSync(join(cwd, 'bind'));
    copyFileSync(join(FOLDER, file), join(cwd, 'bind', file));
    const imported = await dnssync(['import', '--from', `bind/${file}`, domainOf(zone)], cwd, sandbox.env);
    expect(imported.code, imported.stderr).toBe(0);
    const plan = await dnssync(['plan', '--detailed-exitcode'], cwd, sandbox.env);
    expect(plan.code, plan.stdout + plan.stderr).toBe(0);
  });
});
