/** The commands for schedules and for work that is spread: drift, render. */
import { command, type Definitions, examples } from './define.ts';
import { API, FILES, format, maxBytes, out, shard } from './options/shared.ts';
import { withResultFile } from './result-file.ts';

export function defineAutomation({ program, host, set }: Definitions): void {
  command(program, 'render <plan.json...>', 'show plans that were printed as JSON, joined into one', [])
    .addOption(format(['text', 'json', 'diff', 'markdown', 'github']))
    .addOption(maxBytes())
    .addOption(out())
    .option('--detailed-exitcode', 'exit 2 where there are changes')
    .addHelpText('after', examples('dnssync render --format markdown part-*/plan.json'))
    .action(async (files: string[], options) => {
      const { render } = await import('./commands/render.ts');
      set(await withResultFile(host, options, (to) => render(to, files, options)));
    });

  command(program, 'drift [zone...]', 'exit 2 where live is not what the files say; for schedules', [
    ...FILES,
    ...API,
  ])
    .addOption(format(['text', 'json', 'markdown']))
    .addOption(maxBytes())
    .addOption(out())
    .option('--live <path>', 'read live state from saved JSON or zone files (file or folder), not the API')
    .addOption(shard())
    .option('--notify', 'tell the webhook of DNSSYNC_WEBHOOK_URL of drift, and of what could not be checked')
    .addHelpText('after', examples('dnssync drift', 'dnssync drift --notify --format json'))
    .action(async (zones: string[], options) => {
      const { drift } = await import('./commands/drift.ts');
      set(await withResultFile(host, options, (to) => drift(to, zones, options)));
    });
}
