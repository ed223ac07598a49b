// Measures dnssync from outside, each figure beside a plain reference in the same run, and prints ratios.
// Run after a build: npm run bench [start|validate|plan|apply|throttle|sandbox …]
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const CLI = resolve('lib/cli.js');
const work = mkdtempSync(join(tmpdir(), 'dnssync-bench-'));
process.on('exit', () => rmSync(work, { recursive: true, force: true }));

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const say = (what, figure, against) => console.log(`${what.padEnd(58)} ${figure.padStart(10)}   ${against}`);

/** Wall seconds and CPU seconds of one process; an apply leaves its record in the working directory. */
function time(args, env = {}) {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, {
    cwd: work,
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
    const reads = requests.filter(({ method, status: code }) => method === 'GET' && code < 300).length;
    const refused = requests.filter(({ status: code }) => code === 429).length;
    const share = ((100 * refused) / requests.length).toFixed(1);
    say(
      what,
      `${wall.toFixed(1)} s`,
      `exit ${status}, ${writes} writes, ${reads} reads, ${share} % 429 (${goal(requests.length - refused)})`,
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

/** Calls by 32 connections for so many milliseconds; the load of the machine beside it, which others may share. */
async function load(what, milliseconds, call) {
  let count = 0;
  const start = performance.now();
  const one = async () => {
    while (performance.now() - start < milliseconds) await call(count++);
  };
  await Promise.all(Array.from({ length: 32 }, one));
  const rate = Math.round((1000 * count) / (performance.now() - start));
  say(what, `${rate}/s`, `32 connections, load average ${loadavg()[0].toFixed(1)} (goal: 2,000/s)`);
}

async function timed(what, work) {
  const start = performance.now();
  const result = await work();
  say(what, `${Math.round(performance.now() - start)} ms`, `load average ${loadavg()[0].toFixed(1)}`);
  return result;
}

async function measureSandbox() {
  const data = join(work, 'data');
  const box = await sandbox('--data', data);
  try {
    const agent = new Agent({ keepAlive: true, maxSockets: 32 });
    const base = new URL(box.env.VPS_API_URL);
    const headers = { authorization: `Bearer ${box.env.VPS_API_TOKEN}`, 'content-type': 'application/json' };
    const call = (method, path, body) =>
      new Promise((resolve, reject) => {
        const to = {
          host: base.hostname,
          port: base.port,
          path: base.pathname + path,
          method,
          agent,
          headers,
        };
        const sent = request(to, (answer) => {
          let text = '';
          answer.setEncoding('utf8').on('data', (part) => {
            text += part;
          });
          answer.on('end', () => {
            if (answer.statusCode >= 300)
              reject(new Error(`${method} ${path}: ${answer.statusCode} ${text}`));
            else resolve(text === '' ? undefined : JSON.parse(text));
          });
        });
        sent.once('error', reject).end(body === undefined ? undefined : JSON.stringify(body));
      });
    const a = (name) => ({ record_type: 'A', name, value: '192.0.2.1' });
    const { uuid: small } = await call('POST', '/dns-zones/', { domain: 'small.example' });
    await load('warm-up', 1000, () => call('GET', '/account/me/'));
    await load('GET /account/me/', 3000, () => call('GET', '/account/me/'));
    await load('POST of a record, on disk', 3000, (n) =>
      call('POST', `/dns-zones/${small}/records/`, a(`n${n}`)),
    );
    const records = Array.from({ length: 100_000 }, (_, index) => a(`n${index}`));
    const seed = () => box.ask('/seed', { zones: [{ domain: 'large.example', records }] });
    const large = (await timed('seed 100,000 records into one zone', seed)).zones[0];
    const path = `/dns-zones/${large.uuid}/`;
    await timed('read them as the detail', () => call('GET', path));
    await timed('change one', () => call('PATCH', `/dns-records/${large.records[5]}/`, { ttl: 60 }));
    await load('change others', 2000, (n) =>
      call('PATCH', `/dns-records/${large.records[n % 1000]}/`, { ttl: n + 61 }),
    );
    await timed('until the zone file is published', async () => {
      for (let state = ''; state !== 'published'; ) {
        const { zones } = await box.ask('/published');
        state = zones.find(({ domain }) => domain === 'large.example').state;
      }
    });
    await box.ask('/config', { list: 'paginated' });
    await timed('read them in 1,000 pages', async () => {
      for (let page = 1; page <= 1000; page++)
        await call('GET', `${path}records/?page_size=100&page=${page}`);
    });
    await timed('delete the zone', () => call('DELETE', path));
    agent.destroy();
  } finally {
    box.stop();
  }
}

const all = { start, validate, plan, apply, throttle, sandbox: measureSandbox };
const wanted = process.argv.slice(2);
for (const name of wanted.length > 0 ? wanted : Object.keys(all)) await all[name]?.();
