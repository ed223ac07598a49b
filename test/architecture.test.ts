/** Enforces the shape of the inside (ARCHITECTURE.md): who may import whom, and what pure code may not touch. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.includes('generated'))
  .map((name) => ({ name: name.replaceAll('\\', '/'), text: readFileSync(join('src', name), 'utf8') }));

/** What each folder (or file) of src may import from src, besides itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'errors.ts': [],
  model: [],
  rules: ['model'],
  load: ['model', 'errors.ts', 'rules'],
  plan: ['model', 'errors.ts', 'rules'],
  edit: ['model', 'load', 'convert'],
  apply: ['model', 'errors.ts'],
  provider: ['model', 'errors.ts'],
  runs: ['model', 'errors.ts'],
  verify: ['model', 'errors.ts'],
  review: ['model'],
  render: ['model', 'errors.ts'],
  convert: ['model', 'errors.ts'],
  sandbox: [],
  'sync.ts': ['model', 'errors.ts', 'rules', 'load', 'plan', 'apply', 'runs', 'verify'],
  'index.ts': [
    'model',
    'errors.ts',
    'rules',
    'load',
    'plan',
    'apply',
    'provider',
    'runs',
    'verify',
    'review',
    'render',
    'sync.ts',
  ],
  // A second host: it runs what the command line runs, for another reader.
  action: [
    'model',
    'errors.ts',
    'rules',
    'load',
    'plan',
    'apply',
    'provider',
    'runs',
    'verify',
    'review',
    'render',
    'sync.ts',
    'cli',
  ],
  cli: [
    'model',
    'errors.ts',
    'rules',
    'load',
    'edit',
    'plan',
    'apply',
    'provider',
    'runs',
    'verify',
    'review',
    'render',
    'convert',
    'sync.ts',
  ],
};

/** Packages, and the only places that may import them. */
const PACKAGES: Readonly<Record<string, RegExp>> = {
  ajv: /^load\//,
  yaml: /^(load|convert\/octodns)\//,
  undici: /^(provider\/(vpsorg\/|webhook\.ts$)|action\/github\.ts$)/,
  diff: /^render\//,
  tldts: /^rules\//,
  commander: /^cli\//,
  'cli-progress': /^cli\/bar\.ts$/,
  'dns-packet': /^verify\/net\/wire\.ts$/,
};

const PURE =
  /^(model|plan|edit|render|review|convert|apply|rules|runs\/(?!disk\/)|verify\/(?!net\/)|errors\.ts|sync\.ts)/;
const AMBIENT =
  /\b(Date\.now|new Date\(\)|Math\.random|performance\.|process\.|console\.|setTimeout|setInterval|globalThis\.fetch|fetch\()/;

interface Import {
  readonly from: string;
  readonly to: string;
  readonly line: number;
}

const imports: Import[] = files.flatMap(({ name, text }) =>
  text.split('\n').flatMap((line, index) => {
    const to = /(?:\bfrom|\bimport)\s*\(?\s*'([\w@.][^'\s]*)'/.exec(line)?.[1];
    return to === undefined || /^\s*(\*|\/\/)/.test(line) ? [] : [{ from: name, to, line: index + 1 }];
  }),
);

/** The lines of code, comments left out, that are found wanting. */
function linesOf(isOffence: (at: { readonly name: string; readonly code: string }) => boolean): string[] {
  return files.flatMap(({ name, text }) =>
    text.split('\n').flatMap((line, index) => {
      const code = line.replace(/(^|\s)\/\/.*$/, '').replace(/^\s*\/?\*.*$/, '');
      return isOffence({ name, code }) ? [`src/${name}:${index + 1} ${line.trim()}`] : [];
    }),
  );
}

const roomOf = (path: string): string => path.split('/')[0] ?? path;

describe('architecture', () => {
  it('finds the code it judges', () => {
    expect(files.length).toBeGreaterThan(40);
    expect(imports.length).toBeGreaterThan(100);
  });

  it('lets each folder import only what the table allows', () => {
    const offences = imports.flatMap(({ from, to, line }) => {
      if (!to.startsWith('.')) return [];
      const target = relative('src', normalize(join('src', dirname(from), to))).replaceAll('\\', '/');
      if (roomOf(target) === roomOf(from) || MAY_IMPORT[roomOf(from)]?.includes(roomOf(target))) return [];
      return [`src/${from}:${line} imports ${to}`];
    });
    expect(offences).toEqual([]);
  });

  it('keeps every package in its place', () => {
    const offences = imports.flatMap(({ from, to, line }) => {
      if (to.startsWith('.') || to.startsWith('node:')) return [];
      const place = PACKAGES[to.split('/')[0] ?? ''];
      return place?.test(from) ? [] : [`src/${from}:${line} imports ${to}`];
    });
    expect(offences).toEqual([]);
  });

  it('keeps files, network and processes out of the pure folders', () => {
    const offences = imports.flatMap(({ from, to, line }) =>
      PURE.test(from) && /^node:(?!crypto|net|url|util|buffer|punycode)/.test(to)
        ? [`src/${from}:${line} imports ${to}`]
        : [],
    );
    expect(offences).toEqual([]);
  });

  it('keeps clock, randomness, process and console out of the pure folders', () => {
    const offences = files.flatMap(({ name, text }) => {
      if (!PURE.test(name)) return [];
      return text.split('\n').flatMap((line, index) => {
        const code = line.replace(/\/\/.*$/, '').replace(/^\s*\/?\*.*$/, '');
        return AMBIENT.test(code) ? [`src/${name}:${index + 1} ${line.trim()}`] : [];
      });
    });
    expect(offences).toEqual([]);
  });

  it('starts no process but from the command line and the sandbox', () => {
    const offences = imports.flatMap(({ from, to, line }) =>
      to === 'node:child_process' && !/^(cli|sandbox)\//.test(from) ? [`src/${from}:${line}`] : [],
    );
    expect(offences).toEqual([]);
  });

  it('writes to the streams of the process in one place, which lets nothing harmful out', () => {
    const offences = linesOf(({ name, code }) => {
      const place = name.startsWith('sandbox/') ? 'sandbox/main.ts' : 'cli/host.ts';
      return (
        name !== place &&
        /\bprocess\s*(\.|\?\.|\[')(stdout|stderr)\b|\}\s*=\s*process\b|\bfs\.writeSync\(/.test(code)
      );
    });
    expect(offences).toEqual([]);
    const host = files.find(({ name }) => name === 'cli/host.ts')?.text ?? '';
    const uses = host.match(/process\.(stdout|stderr)\S*/g);
    // Into streamOf twice, the bar's own line, whether it is a terminal, and readline's output, whose question is sealed.
    expect(uses).toEqual([
      'process.stderr);',
      'process.stdout,',
      'process.stderr.write(text),',
      'process.stderr.isTTY',
      'process.stderr',
    ]);
    expect(host.match(/stream\.write\(/g)).toHaveLength(1);
    expect(host).toContain('outlet.stream((text) => void stream.write(text)');
    expect(host).toContain('lines.question(sealed(question)');
  });

  it('prints lines that GitHub takes for commands where they are meant only', () => {
    const lines = linesOf(({ name, code }) => name !== 'cli/outlet.ts' && code.includes('writeCommands('));
    const meant =
      /^src\/(cli\/commands\/validate|cli\/print-plan|action\/[\w-]+)\.ts:\d+ .*writeCommands\((maskCommands|render\w*Github)\(/;
    expect(lines.filter((line) => !meant.test(line))).toEqual([]);
    expect(lines.length).toBeGreaterThan(3);
  });

  it('evaluates no text, starts no shell and loads no module by a name that is computed', () => {
    const offences = linesOf(
      ({ name, code }) =>
        name !== 'sandbox/bind/guard.ts' &&
        /\beval\(|\bnew Function\(|\bnode:vm\b|\bexec(Sync)?\(\s*['"`]|\bshell:|\bimport\((?!')|\brequire\(/.test(
          code,
        ),
    );
    expect(offences).toEqual([]);
  });

  it('opens every file with a sentence on what it is for', () => {
    const offences = files
      .filter(({ text }) => !/^(#!.*\n)?\/\*\* [A-Za-z`"][\s\S]{10,}?\*\//.test(text))
      .map(({ name }) => name);
    expect(offences).toEqual([]);
  });

  it('has no file over 300 lines and none called utils, helpers or common', () => {
    const long = files.filter(({ text }) => text.split('\n').length > 301).map(({ name }) => name);
    const vague = files
      .filter(({ name }) => /(^|\/)(utils?|helpers?|common|misc)\.ts$/.test(name))
      .map(({ name }) => name);
    expect([...long, ...vague]).toEqual([]);
  });

  it('has no cycle between modules', () => {
    const edges = new Map<string, string[]>();
    for (const { from, to } of imports) {
      if (!to.startsWith('.')) continue;
      const target = normalize(join(dirname(from), to)).replaceAll('\\', '/');
      const source = files.find(({ name }) => name === from)?.text ?? '';
      // Types are erased; a cycle of types alone is none at run time.
      const typeOnly = new RegExp(`import type [^;]*'${to.replaceAll('.', '\\.')}'`).test(source);
      if (!typeOnly) edges.set(from, [...(edges.get(from) ?? []), target]);
    }
    const cycles: string[] = [];
    const state = new Map<string, 'open' | 'done'>();
    const visit = (name: string, path: readonly string[]): void => {
      if (state.get(name) === 'done') return;
      if (state.get(name) === 'open') {
        cycles.push([...path.slice(path.indexOf(name)), name].join(' -> '));
        return;
      }
      state.set(name, 'open');
      for (const next of edges.get(name) ?? []) visit(next, [...path, name]);
      state.set(name, 'done');
    };
    for (const name of edges.keys()) visit(name, []);
    expect(cycles).toEqual([]);
  });
});
