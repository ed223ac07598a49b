/** What comes in from others, what goes out as the package, and what CI may do: pinned and listed. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const packages: [string, Record<string, unknown>][] = Object.entries(lock.packages);

describe('dependencies', () => {
  it('are few: a new one is a decision', () => {
    expect(Object.keys(manifest.dependencies)).toEqual([
      'ajv',
      'cli-progress',
      'commander',
      'diff',
      'dns-packet',
      'tldts',
      'undici',
      'yaml',
    ]);
    expect(manifest).not.toHaveProperty('optionalDependencies');
    expect(manifest).not.toHaveProperty('bundleDependencies');
  });

  it('are pinned exactly, in the manifest and so in the lock file', () => {
    const pins = { ...manifest.dependencies, ...manifest.devDependencies };
    for (const [name, version] of Object.entries(pins)) expect(version, name).toMatch(/^\d+\.\d+\.\d+$/);
    const { dependencies, devDependencies } = lock.packages[''];
    expect({ ...dependencies, ...devDependencies }).toEqual(pins);
    expect(readFileSync('.npmrc', 'utf8')).toMatch(/^save-exact=true$/m);
  });

  it('are what their authors published: each with its hash, none from Git, a folder or a server of its own', () => {
    expect(lock.lockfileVersion).toBe(3);
    const others = packages.filter(([path]) => path !== '');
    expect(others.length).toBeGreaterThan(50);
    for (const [path, { integrity, resolved, link }] of others) {
      expect(integrity, path).toMatch(/^sha512-/);
      expect(resolved, path).toBeUndefined();
      expect(link, path).toBeUndefined();
    }
  });

  it('run no program of theirs when they are installed, but the one that is allowed to', () => {
    const withScripts = packages.filter(([, { hasInstallScript }]) => hasInstallScript === true);
    const names = withScripts.filter(([, { optional }]) => optional !== true).map(([path]) => path);
    expect(names).toEqual(Object.keys(manifest.allowScripts).map((name) => `node_modules/${name}`));
    const runtime = withScripts.filter(([, { dev }]) => dev !== true).map(([path]) => path);
    // Our own 'prepare' builds a checkout; npm does not run it where the package is installed from the registry.
    expect(runtime.filter((path) => path !== '')).toEqual([]);
    expect(manifest.scripts).not.toHaveProperty('install');
    expect(manifest.scripts).not.toHaveProperty('preinstall');
    expect(manifest.scripts).not.toHaveProperty('postinstall');
  });
});

describe('the package', () => {
  it('holds what it is to hold, and nothing else', () => {
    const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts', '--offline'], {
      encoding: 'utf8',
    });
    const paths = (JSON.parse(output) as [{ files: { path: string }[] }])[0].files.map(({ path }) => path);
    const kinds = paths.map((path) =>
      path
        .replace(/^lib\/chunks\/[a-z]+(-[a-z]+)*-[A-Z0-9]{8}\.js(\.LEGAL\.txt)?$/, 'lib/chunks/*')
        .replace(/^lib\/types\/[a-z0-9-]+(\/[a-z0-9-]+)*\.d\.ts$/, 'lib/types/**'),
    );
    expect([...new Set(kinds)].sort()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'lib/chunks/*',
      'lib/cli.js',
      'lib/index.js',
      'lib/sandbox.js',
      'lib/types/**',
      'package.json',
      'schema/config.schema.json',
      'schema/diagnostics.schema.json',
      'schema/drift.schema.json',
      'schema/export.schema.json',
      'schema/plan.schema.json',
      'schema/vpsorg-api.openapi.yaml',
      'schema/zone.schema.json',
      'zones/example.com.yaml',
      'zones/parked.example.yaml',
      'zones/xn--bcher-kva.example.yaml',
    ]);
  });
});

const WORKFLOWS = '.github/workflows';

describe.each(readdirSync(WORKFLOWS))('the workflow %s', (file) => {
  const text = readFileSync(join(WORKFLOWS, file), 'utf8');
  const workflow = parse(text);
  const jobs: [string, Record<string, never>][] = Object.entries(workflow.jobs);
  const steps: Record<string, never>[] = jobs.flatMap(([, { steps = [] }]) => steps);

  it('uses actions by the hash of a commit', () => {
    const used = text.match(/\buses:\s*\S+/g) ?? [];
    expect(used.length).toBeGreaterThan(0);
    for (const each of used) expect(each).toMatch(/^uses: (\$\/$|[\w-]+\/[\w./-]+@[0-9a-f]{40}$)/);
  });

  it('may do nothing but what a job says it needs', () => {
    expect(workflow.permissions).toEqual({});
    for (const [name, { permissions }] of jobs) {
      expect(permissions, name).toBeDefined();
      expect(Object.values(permissions ?? { all: 'write' }), name).not.toContain('write-all');
    }
  });

  it('runs no code of a pull request with secrets, and keeps no token in the checkout', () => {
    expect(text).not.toContain('pull_request_target');
    for (const step of steps.filter(({ uses }) => `${uses}`.startsWith('actions/checkout@'))) {
      expect(step.with).toMatchObject({ 'persist-credentials': false });
    }
  });

  it('puts nothing that others can choose into a shell', () => {
    for (const { run } of steps) expect(`${run}`).not.toMatch(/\$\{\{\s*(github\.(event|head_ref)|inputs)/);
  });
});

it('a release runs no script of a package, checks what was signed, and says where it comes from', () => {
  const text = readFileSync(join(WORKFLOWS, 'release.yml'), 'utf8');
  const installs = text.match(/npm (ci|install|i)\b.*/g) ?? [];
  expect(installs.length).toBeGreaterThan(0);
  for (const install of installs) expect(install).toContain('--ignore-scripts');
  expect(text).toContain('npm audit signatures');
  expect(text).toMatch(/npm publish .*--provenance/);
  expect(text).not.toMatch(/NPM_TOKEN|NODE_AUTH_TOKEN/);
});

it('new versions wait a week before anybody is asked to take them', () => {
  const { updates } = parse(readFileSync('.github/dependabot.yml', 'utf8'));
  expect(updates.length).toBeGreaterThan(0);
  for (const { cooldown } of updates) expect(cooldown['default-days']).toBeGreaterThanOrEqual(7);
});
