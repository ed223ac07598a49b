/** The script of the live page: listens to /events, and asks for what it shows. All that comes in is set as text. */

export const script = String.raw`
'use strict';
const $ = (id) => document.getElementById(id);
const mostRequests = 150;
const state = { zone: null, shown: new Map(), shownZone: null, published: new Map(), perSecond: [], last: null, paused: false, waiting: [] };

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = plain(text);
  return made;
}
/** What would not be seen, or would turn the text around it, is spelt out. */
function plain(text) {
  return String(text).replace(
    /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (character) => '\\u{' + character.charCodeAt(0).toString(16) + '}',
  );
}
async function ask(path) {
  const answer = await fetch(path, { headers: { accept: 'application/json' } });
  if (!answer.ok) throw new Error(path + ' answered ' + answer.status);
  return answer.json();
}
/** Leaves alone what is there already, so that a person can mark and read it. */
function show(list, items) {
  const isSame = items.length === list.children.length && items.every((item, i) => item.isEqualNode(list.children[i]));
  if (!isSame) list.replaceChildren(...items);
}
function many(count, one) {
  return count.toLocaleString('en') + ' ' + one + (count === 1 ? '' : 's');
}
function duration(seconds) {
  for (const [unit, size] of [['d', 86400], ['h', 3600], ['m', 60]]) {
    if (seconds > 0 && seconds % size === 0) return seconds / size + unit;
  }
  return seconds + 's';
}
/** Calls it once things have been quiet for a moment, and then at most so often. */
function soon(work, wait) {
  let timer = null;
  return () => { timer ??= setTimeout(() => { timer = null; work().catch(() => {}); }, wait); };
}

const refreshZones = soon(async () => {
  const filter = $('zone-filter').value;
  const found = await ask('/zones?contains=' + encodeURIComponent(filter));
  await readPublished();
  if (filter !== $('zone-filter').value) return;
  const chosen = found.zones.some((zone) => zone.domain === state.zone);
  if (!chosen && filter === '') state.zone = found.zones.length > 0 ? found.zones[0].domain : null;
  show($('zones'), found.zones.map(zoneItem));
  const hidden = found.matching - found.zones.length;
  $('zones-more').hidden = hidden === 0 && found.matching > 0;
  $('zones-more').textContent = found.matching === 0 ? 'None.' : many(hidden, 'more zone');
  figure('zones', found.total);
  figure('records', found.records);
  refreshRecords();
}, 120);

function zoneItem(zone) {
  const item = element('li');
  const button = element('button');
  button.type = 'button';
  if (zone.domain === state.zone) button.setAttribute('aria-current', 'true');
  const published = state.published.get(zone.domain);
  if (published) button.append(element('span', 'dot ' + published.state));
  button.append(element('span', 'name', zone.domain));
  // Not by colour alone.
  button.append(element('span', 'count', zone.record_count.toLocaleString('en')));
  if (published && published.state !== 'published') button.append(element('span', 'word ' + published.state, published.state));
  button.title = zone.domain;
  button.addEventListener('click', () => { state.zone = zone.domain; refreshZones(); });
  item.append(button);
  return item;
}

/** What the name server serves; there is none where the sandbox runs without. */
async function readPublished() {
  if (!state.servesDns) return;
  const { zones } = await ask('/published');
  state.published = new Map(zones.map((zone) => [zone.domain, zone]));
}

function showPublished(domain) {
  const { state: word, serial, refusal } = state.published.get(domain) || {};
  $('zone-state').hidden = word === undefined;
  $('zone-state').className = 'badge ' + word;
  $('zone-state').textContent = serial === null ? word + ', not served' : word + ', serial ' + serial;
  $('zone-refusal').hidden = !refusal;
  $('zone-refusal').textContent = plain('BIND refused what is stored: ' + refusal + '. ' +
    (serial === null ? 'Nothing is served.' : 'Serial ' + serial + ' is served until it is mended.'));
}

const refreshRecords = soon(async () => {
  const domain = state.zone;
  $('zone-name').textContent = domain === null ? 'No zone yet' : plain(domain);
  showPublished(domain);
  if (domain === null) {
    $('records').replaceChildren();
    $('records-more').textContent = 'Zones show here as soon as somebody creates one.';
    return;
  }
  const filter = $('record-filter').value;
  const found = await ask('/zone?domain=' + encodeURIComponent(domain) + '&contains=' + encodeURIComponent(filter));
  // Somebody has chosen another one meanwhile, whose answer may have been faster.
  if (domain !== state.zone || filter !== $('record-filter').value) return;
  const view = domain + '\n' + filter;
  const before = state.shownZone === view ? state.shown : null;
  const shown = new Map(found.records.map((record) => [record.uuid, JSON.stringify(record)]));
  const isSame = before !== null && shown.size === before.size && [...shown].every(([uuid, text]) => before.get(uuid) === text);
  if (!isSame) {
    $('records').replaceChildren(...found.records.map((record) => recordRow(record, before)));
    showFresh();
  }
  state.shown = shown;
  state.shownZone = view;
  const hidden = found.matching - found.records.length;
  $('records-more').textContent =
    found.matching === 0 ? 'No records.' : hidden > 0 ? many(hidden, 'more record') + ': narrow them down above' : many(found.matching, 'record');
}, 200);

/** Scrolls to what is new, unless somebody is reading there. */
function showFresh() {
  const box = $('records').closest('.scroll');
  const row = $('records').querySelector('.new, .changed');
  if (row === null || box.matches(':hover, :focus')) return;
  box.scrollTo({ top: row.offsetTop - box.clientHeight / 2, behavior: 'smooth' });
}

function recordRow(record, before) {
  const row = element('tr');
  if (before && !before.has(record.uuid)) row.className = 'new';
  else if (before && before.get(record.uuid) !== JSON.stringify(record)) row.className = 'changed';
  const type = element('td', 'kind');
  type.append(element('span', 'type', record.record_type));
  const value = element('td', 'value');
  value.append(element('span', '', (record.priority === null ? '' : record.priority + ' ') + record.value));
  value.title = plain(record.value);
  row.append(element('td', 'name', record.name), type, element('td', 'ttl', duration(record.ttl)), value);
  return row;
}

function requestItem(request) {
  const item = element('li');
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  const path = element('span', 'path', request.label);
  path.title = request.path;
  const status = request.status === null ? 'none' : String(request.status);
  const tone = request.status === null || request.status >= 500 ? ' bad' : request.status >= 300 ? ' warn' : '';
  item.append(element('span', isRead ? 'method' : 'method write', request.method), path, element('span', 'status' + tone, status));
  if (request.says) item.append(element('span', 'body', request.says));
  if (request.fault) item.append(element('span', 'fault', 'Fault: ' + request.fault));
  return item;
}

function figure(name, value) {
  document.querySelector('[data-figure="' + name + '"]').textContent = value.toLocaleString('en');
}

function showCounters(counters) {
  figure('reads', counters.reads);
  figure('writes', counters.writes);
  let refused = 0;
  for (const [key, count] of Object.entries(counters.by_method_and_status)) if (/ [45]\d\d$/.test(key)) refused += count;
  figure('refused', refused);
  figure('faults', Object.values(counters.faults).reduce((sum, count) => sum + count, 0));
  state.requests = counters.requests;
}

const refreshAlarm = soon(async () => {
  const seen = await ask('/violations');
  $('alarm').hidden = seen.count === 0;
  const lines = seen.violations.slice(-5).map((one) => {
    const where = [one.zone, one.name, one.type, one.uuid].filter((part) => part !== undefined).join(' ');
    return one.rule + '  ' + where + (one.request === null ? '  by the control port' : '  by request ' + one.request);
  });
  if (seen.count > lines.length) lines.unshift(seen.count + ' in all, among them:');
  $('alarm').querySelector('ul').replaceChildren(...lines.map((line) => element('li', '', line)));
}, 200);

/** A bar for each second of the last minute. */
setInterval(() => {
  if (state.requests === undefined) return;
  state.perSecond.push(state.last === null ? 0 : Math.max(0, state.requests - state.last));
  state.last = state.requests;
  state.perSecond = state.perSecond.slice(-60);
  const most = Math.max(1, ...state.perSecond);
  const bars = state.perSecond.map((count, i) => {
    const x = 2 * (60 - state.perSecond.length + i);
    const height = count === 0 ? 0.8 : 2 + (22 * count) / most;
    return 'M' + x + ' 24v-' + height.toFixed(1) + 'h1.4v' + height.toFixed(1) + 'z';
  });
  $('pulse').querySelector('path').setAttribute('d', bars.join(''));
}, 1000);

function hear(event) {
  const news = JSON.parse(event.data);
  showCounters(news.counters);
  if (news.cleared) {
    $('requests').replaceChildren();
    $('requests-none').hidden = false;
    state.waiting = [];
    state.last = null;
  }
  state.waiting = [...state.waiting, ...news.requests].slice(-mostRequests);
  if (!state.paused) showWaiting();
  if (news.changed) refreshZones();
  if (news.violations !== state.violations) {
    state.violations = news.violations;
    refreshAlarm();
  }
}

function showWaiting() {
  if (state.waiting.length === 0) return;
  $('requests-none').hidden = true;
  $('requests').prepend(...state.waiting.map(requestItem).reverse());
  while ($('requests').children.length > mostRequests) $('requests').lastElementChild.remove();
  state.waiting = [];
}

function link(className, text) {
  $('link').className = 'link ' + className;
  $('link').textContent = text;
}
const events = new EventSource('/events');
events.addEventListener('open', async () => {
  link('live', 'live');
  state.last = null;
  const { endpoints } = await ask('/');
  state.servesDns = endpoints.includes('GET /published');
  refreshZones();
});
events.addEventListener('error', () => link('lost', 'lost, trying again'));
events.addEventListener('message', hear);
$('zone-filter').addEventListener('input', refreshZones);
$('record-filter').addEventListener('input', refreshRecords);
$('hold').addEventListener('click', () => {
  state.paused = !state.paused;
  $('hold').setAttribute('aria-pressed', String(state.paused));
  $('hold').textContent = state.paused ? 'Go on' : 'Pause';
  if (!state.paused) showWaiting();
});
// A name server takes its time: what is published may change without a request.
setInterval(() => { if (state.published.size > 0) refreshZones(); }, 2000);
`;
