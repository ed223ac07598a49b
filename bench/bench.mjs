// Measures dnssync from outside, each figure beside a plain reference in the same run, and prints ratios.
// Run after a build: npm run bench [start|validate|plan|apply|throttle …]
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const CLI = resolve('lib/cli.js');
const work = mkdtempSync(join(tmpdir(), 'dnssync-bench-'));
process.on('exit', () => rmSync(work, { recursive: true, force: true }));

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const say = (what, figure, against) => console.log(`${what.padEnd(58)} ${figure.padStart(10)}   ${against}`);

/** Wall seconds and CPU seconds of one process. */
function time(args, env = {}) {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, {
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  const wall = (performance.now() - start) / 1000;
  return { status, stderr, wall, cpu: cpuOfChildren() };
}

// Node tells no child's CPU time; /proc does, for children that were waited for.

let lastChildCpu = 0;
function cpuOfChildren() {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1].split(' ');
  const total = (Number(fields[13]) + Number(fields[14])) / 100;
  const spent = total - lastChildCpu;
  lastChildCpu = total;
  return spent;
}

/** A and B in turn, so that a machine that drifts drifts for both; medians. */
function paired(runs, a, b) {
  const pairs = [];
  time(a);
  time(b);
  for (let run = 0; run < runs; run++) pairs.push([time(a), time(b)]);
  const of = (index, key) => median(pairs.map((pair) => pair[index][key]));
  return {
    a: { wall: of(0, 'wall'), cpu: of(0, 'cpu') },
    b: { wall: of(1, 'wall'), cpu: of(1, 'cpu') },
    extra: median(pairs.map(([x, y]) => x.wall - y.wall)),
  };
}

function folder(name, files) {
  const path = join(work, name);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(join(path, 'zones'), { recursive: true });
    writeFileSync(join(path, 'zones', file), text);
  }
  return join(path, 'zones');
}

async function sandbox(...args) {
  const child = spawn(
    process.execPath,
    [resolve('lib/sandbox.js'), '--port', '0', '--control-port', '0', '--json', ...args],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const line = await new Promise((done) => createInterface({ input: child.stdout }).once('line', done));
  const { url, control, token } = JSON.parse(line);
  const ask = async (path, body) => {
    // A connection kept open is closed by the other side while spawnSync holds this process.
    const headers = { connection: 'close', 'content-type': 'application/json' };
    const post = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const response = await fetch(`${control}${path}`, { headers, ...post });
    return response.json();
  };
  return { env: { VPS_API_URL: url, VPS_API_TOKEN: token }, ask, stop: () => child.kill('SIGTERM') };
}

function start() {
  const empty = join(work, 'empty.mjs');
  writeFileSync(empty, '');
  for (const flag of ['--version', '--help']) {
    const { a, b, extra } = paired(15, [CLI, flag], [empty]);
    say(
      `dnssync ${flag}`,
      `${(a.wall * 1000).toFixed(0)} ms`,
      `bare node ${(b.wall * 1000).toFixed(0)} ms, ${(extra * 1000).toFixed(0)} ms more (goal: 30)`,
    );
  }
}

function validate() {
  const records = Array.from({ length: 100 }, (_, index) => `  host${index}: { A: 192.0.2.${index} }`).join(
    '\n',
  );
  const files = Object.fromEntries(
    Array.from({ length: 1000 }, (_, index) => [
      `zone${index}.example.yaml`,
      `ttl: 1h\nrecords:\n${records}\n`,
    ]),
  );
  compareWithParser('validate 1,000 zones × 100 records', folder('many', files), 'goal: 4 s CPU');
  const names = Array.from({ length: 100_000 }, (_, index) => `  host${index}: { A: 192.0.2.1 }`).join('\n');
  compareWithParser(
    'validate 1 zone × 100,000 records',
    folder('one', { 'big.example.yaml': `records:\n${names}\n` }),
    'goal: 8 s CPU',
  );
}

function compareWithParser(what, zones, goal) {
  const parser = join(work, 'parse.mjs');
  writeFileSync(
    parser,
    `import { readdirSync, readFileSync } from 'node:fs';
import { parseDocument } from ${JSON.stringify(resolve('node_modules/yaml/dist/index.js'))};
for (const name of readdirSync(process.argv[2])) {
  parseDocument(readFileSync(process.argv[2] + '/' + name, 'utf8'), { schema: 'failsafe', uniqueKeys: false, prettyErrors: false });
}`,
  );
  const { a, b } = paired(3, [CLI, 'validate', '--zones', zones], [parser, zones]);
  say(
    what,
    `${a.cpu.toFixed(2)} s CPU`,
    `bare yaml parser ${b.cpu.toFixed(2)} s, ratio ${(a.cpu / b.cpu).toFixed(2)} (${goal})`,
  );
}

async function plan() {
  const box = await sandbox();
  try {
    const domains = Array.from({ length: 100 }, (_, index) => `zone${index}.example`);
    const records = [{ record_type: 'A', name: '@', value: '192.0.2.1', ttl: 3600 }];
    await box.ask('/seed', { zones: domains.map((domain) => ({ domain, records })) });
    await box.ask('/config', { delay: 50 });
    const zones = folder(
      'plan',
      Object.fromEntries(domains.map((domain) => [`${domain}.yaml`, 'records: { "@": { A: 192.0.2.1 } }\n'])),
    );
    const runs = [1, 2, 3].map(() => time([CLI, 'plan', '--zones', zones], box.env));
    say(
      'plan 100 zones at 50 ms an answer',
      `${median(runs.map(({ wall }) => wall)).toFixed(2)} s`,
      'goal: 1.2 s',
    );
  } finally {
    box.stop();
  }
}

/** 400 creates, 300 value updates, 100 ttl updates, 200 deletes, none of which pair away. */
function changes(zones, scale = 1) {
  const share = (count) => Array.from({ length: (count * scale) / zones }, (_, index) => index);
  const record = (name, value, ttl = 300) => ({ record_type: 'A', name, value, ttl });
  const seed = [];
  const files = {};
  for (let zone = 0; zone < zones; zone++) {
    seed.push({
      domain: `zone${zone}.example`,
      records: [
        ...share(300).map((index) => record(`value${index}`, '192.0.2.1')),
        ...share(100).map((index) => record(`ttl${index}`, '192.0.2.3', 60)),
        ...share(200).map((index) => record(`delete${index}`, '192.0.2.4')),
      ],
    });
    const lines = [
      ...share(400).map((index) => `  create${index}: { A: 192.0.2.1 }`),
      ...share(300).map((index) => `  value${index}: { A: 192.0.2.2 }`),
      ...share(100).map((index) => `  ttl${index}: { A: 192.0.2.3 }`),
    ];
    files[`zone${zone}.example.yaml`] = `ttl: 5m\nrecords:\n${lines.join('\n')}\n`;
  }
  return { seed, files };
}

async function applyOnce(what, zones, config, scale, goal) {
  const box = await sandbox();
  try {
    const { seed, files } = changes(zones, scale);
    await box.ask('/seed', { zones: seed });
    await box.ask('/config', config);
    const path = folder(`apply-${zones}-${JSON.stringify(config).length}-${scale}`, files);
    const { wall, status, stderr } = time(
      [CLI, 'apply', '--yes', '--force', '--quiet', '--zones', path],
      box.env,
    );
    const { requests } = await box.ask('/log');
    const writes = requests.filter(({ method, status: code }) => method !== 'GET' && code < 300).length;
    const refused = requests.filter(({ status: code }) => code === 429).length;
    const share = ((100 * refused) / requests.length).toFixed(1);
    say(
      what,
      `${wall.toFixed(1)} s`,
      `exit ${status}, ${writes} writes, ${requests.length} calls, ${share} % 429 (${goal(requests.length - refused)})`,
    );
    if (status !== 0) console.log(stderr.slice(-500));
  } finally {
    box.stop();
  }
}

async function apply() {
  for (const zones of [1, 10, 100]) {
    await applyOnce(
      `apply 1,000 changes in ${zones} zone(s) at 50 ms`,
      zones,
      { delay: 50 },
      1,
      () => 'goal: 8.5 s',
    );
  }
}

async function throttle() {
  for (const rate of [10, 20]) {
    const goal = (calls) => `goal: ${((1.15 * calls) / rate + 2).toFixed(1)} s, 2 %`;
    await applyOnce(`apply 1,000 changes at ${rate} calls a second`, 1, { throttle: rate }, 1, goal);
  }
}

const all = { start, validate, plan, apply, throttle };
const wanted = process.argv.slice(2);
for (const name of wanted.length > 0 ? wanted : Object.keys(all)) await all[name]?.();
