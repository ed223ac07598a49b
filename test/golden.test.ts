/** Golden stories: a zone file and what is live, and the plan that a person sees, the JSON that a program reads. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readBaseZones } from '../src/load/base.ts';
import { loadZones } from '../src/load/load.ts';
import { type Base, protectedByBase, withSides } from '../src/plan/three-way.ts';
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
      const base = readBase(`${folder}/_base`);
      const desired = base === undefined ? zones : protectedByBase(zones, base);
      const planned = await planZones({ desired, managed: new Set(zones.map(({ name }) => name)) }, reader);
      const plan =
        base === undefined ? planned.plan : withSides(planned.plan, base, { desired, live: planned.live });
      await expect(renderPlan(plan, { color: false })).toMatchFileSnapshot(`cases/${story}/plan.txt`);
      const json = planToJson(plan, { generator: 'dnssync', apiOrigin: 'file' });
      await expect(`${JSON.stringify(json, null, 2)}\n`).toMatchFileSnapshot(`cases/${story}/plan.json`);
    });
  }
});

/** The files as they stood where the branch began; a story without them is of two sides only. */
function readBase(folder: string): Base | undefined {
  if (!existsSync(folder)) return undefined;
  const files = readdirSync(folder).map((file) => ({
    file: `zones/${file}`,
    octets: readFileSync(`${folder}/${file}`),
  }));
  return { name: '1a2b3c4', ...readBaseZones(files, undefined) };
}
