/** Golden stories: a zone file and what is live, and the plan that a person sees, the JSON that a program reads. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadZones } from '../src/load/load.ts';
import { liveFileReader, readLiveFile } from '../src/provider/live-file.ts';
import { planToJson } from '../src/render/plan-json.ts';
import { renderPlan } from '../src/render/plan-text.ts';
import { planZones } from '../src/sync.ts';

describe('golden stories', () => {
  for (const story of readdirSync('test/cases').sort()) {
    it(story, async () => {
      const folder = `test/cases/${story}`;
      const { zones, diagnostics } = await loadZones({ zonesDir: folder });
      expect(diagnostics).toEqual([]);
      const reader = liveFileReader(readLiveFile(readFileSync(`${folder}/live.json`, 'utf8'), 'live.json'));
      const { plan } = await planZones(
        { desired: zones, managed: new Set(zones.map(({ name }) => name)) },
        reader,
      );
      await expect(renderPlan(plan, { color: false })).toMatchFileSnapshot(`cases/${story}/plan.txt`);
      const json = planToJson(plan, { generator: 'dnssync', apiOrigin: 'file' });
      await expect(`${JSON.stringify(json, null, 2)}\n`).toMatchFileSnapshot(`cases/${story}/plan.json`);
    });
  }
});
