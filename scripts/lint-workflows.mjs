// Runs actionlint and zizmor over all workflows, ours and the examples, and hadolint over the example of a container. Fails where either is missing: no silent skip.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const workflows = ['.github/workflows', 'examples/workflows'].flatMap((folder) =>
  readdirSync(folder).map((name) => join(folder, name)),
);
/** Where `.ci/run` puts what is not on the PATH. */
const CACHE = 'node_modules/.cache/tools/bin';

const runs = [
  ['actionlint', ['-config-file', '.github/actionlint.yaml', ...workflows]],
  [
    'zizmor',
    ['--offline', '--persona', 'auditor', '--config', '.github/zizmor.yml', 'action.yml', ...workflows],
  ],
  ['hadolint', ['examples/container/Containerfile']],
];
let failed = false;
for (const [tool, args] of runs) {
  const own = join(CACHE, tool);
  const { status, error } = spawnSync(existsSync(own) ? own : tool, args, { stdio: 'inherit' });
  if (error !== undefined) console.error(`${tool} is missing: .ci/run installs it, or see docs/action.md`);
  failed ||= status !== 0;
}
if (!failed) console.log(`${workflows.length} workflows: actionlint, zizmor and hadolint have no findings`);
process.exitCode = failed ? 1 : 0;
