/** The live page in a real browser: what a person sees there. Left out, and said so, where no Chromium is installed. */
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Browser, chromium, type Page, startBrowser } from '../support/browser.ts';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';

if (chromium === undefined) {
  process.stderr.write('Chromium is not installed: the tests of the live page in a browser are SKIPPED\n');
}
const missing = ['named', 'named-checkzone'].some((name) => spawnSync(name, ['-v']).error !== undefined);

/** A browser on a busy machine takes its time. */
const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 20_000 });

const hostile = [
  '<script>document.title = "run"</script><img src=x onerror=alert(1)>',
  '\u001b[2K\rno changes \u202egnp.exe \u0007',
];

describe.skipIf(chromium === undefined)('the live page', { timeout: 60_000 }, () => {
  let sandbox: RunningSandbox;
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    sandbox = await startSandbox(['--named']);
    browser = await startBrowser();
    page = await browser.open(`${sandbox.control}/`);
  });
  afterAll(async () => {
    await browser?.close();
    await sandbox?.stop();
  });

  const text = (selector: string) =>
    page.evaluate<string>(`document.querySelector(${JSON.stringify(selector)})?.innerText ?? ''`);
  const click = (zone: string) =>
    page.evaluate<void>(`document.querySelector('#zones button[title="${zone}"]').click()`);

  test('says that there is nothing yet', async () => {
    await eventually(() => text('#link')).toBe('live');
    expect(await text('main')).toContain('Zones show here as soon as somebody creates one.');
    expect(await text('main')).toContain('Nothing has come in yet.');
  });

  test('shows a zone, its records and each request as they come', async () => {
    const made = await sandbox.api('POST', '/dns-zones/', { domain: 'example.com' });
    const { uuid } = (await made.json()) as { uuid: string };
    await eventually(() => text('#zone-name')).toBe('example.com');
    await sandbox.api('POST', `/dns-zones/${uuid}/records/`, {
      record_type: 'A',
      name: 'www',
      value: '192.0.2.1',
    });
    await eventually(() => text('#records')).toMatch(/www\s+A\s+1h\s+192\.0\.2\.1/);
    await eventually(() => text('#requests li')).toMatch(
      /POST\s+\/dns-zones\/example\.com\/records\/\s+201\s+www/,
    );
  });

  test('shows what is hostile as text, and spells out what could not be seen', async () => {
    const records = hostile.map((value) => ({ record_type: 'TXT', name: value, value }));
    await sandbox.ask('/seed', {
      zones: [
        { domain: '<b>bold', records },
        { domain: 'hostile.example', records },
      ],
    });
    await eventually(() => text('#zones')).toContain('<b>bold');
    await click('hostile.example');
    await eventually(() => text('#records')).toContain('<script>document.title = "run"</script>');
    expect(await text('#records')).toContain('\\u{1b}[2K\\u{d}no changes \\u{202e}gnp.exe \\u{7}');
    expect(await page.evaluate('document.querySelectorAll("main script, main img, main b").length')).toBe(0);
    expect(await page.evaluate('document.title')).toBe('VPS.org sandbox');
    expect(page.errors).toEqual([]);
  });

  test('begins anew with a reset, and shows what comes right behind it', async () => {
    await sandbox.ask('/reset', {});
    await sandbox.api('GET', '/dns-zones/?domain=behind');
    await eventually(() => text('#requests')).toContain('behind');
    expect(await page.evaluate("document.querySelectorAll('#requests li').length")).toBe(1);
  });

  test('stands still while it is paused, and then shows what came meanwhile', async () => {
    const hold = () => page.evaluate<void>("document.querySelector('#hold').click()");
    const reads = () => text('[data-figure="reads"]');
    const before = await reads();
    await hold();
    await sandbox.api('GET', '/dns-zones/?domain=meanwhile');
    await eventually(reads).not.toBe(before);
    expect(await text('#requests')).not.toContain('meanwhile');
    await hold();
    expect(await text('#requests li')).toContain('meanwhile');
  });

  test('names the fault that a request met', async () => {
    await sandbox.ask('/faults', [{ kind: 'reset-after' }]);
    await sandbox.api('GET', '/dns-zones/').catch(() => undefined);
    await eventually(() => text('#requests li')).toContain('Fault: reset-after');
  });

  test.skipIf(missing)('tells a zone that is published from one that is frozen, and why', async () => {
    const a = { record_type: 'A', name: 'www', value: '192.0.2.1' };
    const beside = { record_type: 'CNAME', name: 'www', value: 'example.net' };
    await sandbox.ask('/seed', {
      zones: [
        { domain: 'good.example', records: [a] },
        { domain: 'frozen.example', records: [a, beside] },
      ],
    });
    await eventually(() => text('#zones')).toContain('frozen.example');
    await click('good.example');
    await eventually(() => text('#zone-state')).toMatch(/^published, serial \d+$/);
    await click('frozen.example');
    await eventually(() => text('#zone-state')).toMatch(/^frozen/);
    await eventually(() => text('#zone-refusal')).toContain('CNAME and other data');
    await sandbox.ask('/config', { publish_delay: 60_000 });
    await sandbox.ask('/edit', { create: [{ ...a, zone: 'good.example', name: 'new' }] });
    await click('good.example');
    await eventually(() => text('#zone-state')).toMatch(/^pending/);
  });

  test.each([
    [390, 844],
    [1280, 900],
  ])('at %i × %i nothing stands out over the edge', async (width, height) => {
    const screen = { width, height, deviceScaleFactor: 1, mobile: width < 800 };
    await page.send('Emulation.setDeviceMetricsOverride', screen);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    if (width < 800) return; // On a phone the zones are a row that is pushed along.
    const tooWide = `['#zones', '.scroll', '#requests'].filter((id) => {
      const box = document.querySelector(id);
      return box.scrollWidth > box.clientWidth;
    })`;
    expect(await page.evaluate(tooWide)).toEqual([]);
  });

  test.each(['light', 'dark'])('all text can be read where it is %s (WCAG 2.2, 1.4.3)', async (scheme) => {
    const features = [{ name: 'prefers-color-scheme', value: scheme }];
    await page.send('Emulation.setEmulatedMedia', { features });
    const found = await page.evaluate<{ texts: number; pale: string[]; ground: number }>(contrast);
    expect(found.pale).toEqual([]);
    expect(found.texts).toBeGreaterThan(20);
    expect(found.ground > 0.5).toBe(scheme === 'light');
  });
});

/** Texts whose contrast with what is behind them is less than 4.5 to 1, and the lightness of the page. */
const contrast = `(() => {
  const parse = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = (color) => {
    const [r, g, b] = parse(color).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    const color = getComputedStyle(element).backgroundColor;
    return parse(color)[3] === 0 ? behind(element.parentElement) : color;
  };
  const texts = [...document.body.querySelectorAll('*')].filter((one) =>
    one.checkVisibility() && [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== ''));
  const pale = texts.filter((one) => {
    const [a, b] = [light(getComputedStyle(one).color), light(behind(one))].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05) < 4.5;
  });
  return { texts: texts.length, pale: pale.map((one) => one.className + ' ' + one.textContent), ground: light(behind(document.body)) };
})()`;
