import axe from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { BASE } from '../support/build.ts';
import { type Served, serve } from '../support/serve.ts';
import { dist, sitemap } from '../support/site.ts';

/** Every page of the sitemap in a real browser. */

/** Bytes that one page may transfer, everything it loads included; search loads more once it is opened. */
const MOST_BYTES = 100_000;
/** The shortest page has more words than this in its body. */
const FEWEST_WORDS = 40;

const addresses = await sitemap();
let served: Served;
let browser: Browser;
let context: BrowserContext;

beforeAll(async () => {
  served = await serve(dist, BASE);
  browser = await openBrowser();
  context = await browser.newContext({ reducedMotion: 'reduce', viewport: { width: 1280, height: 844 } });
});
afterAll(async () => {
  await browser?.close();
  await served?.close();
});

const wordsOf = (page: Page) =>
  page.locator('main').evaluate((main) => (main as HTMLElement).innerText.split(/\s+/).filter(Boolean).length);

interface Seen {
  readonly complaints: string[];
  bytes: number;
}

/** Everything that a page must not do, and what it transfers. */
async function watch(page: Page): Promise<Seen> {
  const seen: Seen = { complaints: [], bytes: 0 };
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') seen.complaints.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => seen.complaints.push(`error: ${error.message}`));
  page.on('request', (request) => {
    if (!/^(data:|blob:)/.test(request.url()) && !request.url().startsWith(served.url))
      seen.complaints.push(`asks elsewhere: ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) seen.complaints.push(`${response.status()}: ${response.url()}`);
  });
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    seen.bytes += encodedDataLength;
  });
  return seen;
}

/** What axe finds, as `rule: where`, of the page as it stands. */
async function violations(page: Page, state: string): Promise<readonly string[]> {
  const found = await page.evaluate(async () => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run({ resultTypes: ['violations'] });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
  });
  return found.map((each) => `${state}: ${each}`);
}

test('the sitemap holds the pages', () => {
  expect(addresses).toEqual(
    expect.arrayContaining(['/', '/quickstart/', '/factors/01-context/', '/rules/learnings-fresh/', '/tool/cli/']),
  );
  expect(addresses.length).toBeGreaterThan(50);
});

describe.concurrent('each page', () => {
  test.for(addresses)('%s has its body, in both themes and on phone and desktop', async (address) => {
    const page = await context.newPage();
    const seen = await watch(page);
    const response = await page.goto(served.url + address, { waitUntil: 'networkidle' });
    expect(response?.status()).toBe(200);
    expect(seen.complaints).toEqual([]);
    expect(seen.bytes).toBeLessThan(MOST_BYTES);

    const heading = page.locator('h1');
    expect(await heading.count()).toBe(1);
    expect((await heading.boundingBox())?.height ?? 0).toBeGreaterThan(10);
    expect(await wordsOf(page)).toBeGreaterThan(FEWEST_WORDS);

    await page.evaluate(axe.source);
    const found: string[] = [];
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 844 });
      // Scripts that answer to a new width have run after the next frame.
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      for (const theme of ['light', 'dark']) {
        await page.evaluate((name) => {
          document.documentElement.dataset.theme = name;
        }, theme);
        found.push(...(await violations(page, `${theme}, ${width} px`)));
      }
      const wider = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      if (wider > 0) found.push(`${width} px: the page is ${wider} px wider than the window`);
    }
    expect(found).toEqual([]);
    expect(seen.complaints).toEqual([]);
    await page.close();
  });
});

test('every page is readable and can be left without scripts', async () => {
  const bare = await browser.newContext({ javaScriptEnabled: false });
  const page = await bare.newPage();
  const thin: string[] = [];
  for (const address of addresses) {
    await page.goto(served.url + address);
    const words = (await page.locator('main').innerText()).split(/\s+/).filter(Boolean).length;
    const links = await page.locator('a[href]').count();
    if (words <= FEWEST_WORDS || links < 10) thin.push(`${address}: ${words} words, ${links} links`);
  }
  await bare.close();
  expect(thin).toEqual([]);
});

test('an address that is not there gets a page that says so', async () => {
  const page = await context.newPage();
  const response = await page.goto(`${served.url}/no/such/page/`);
  expect(response?.status()).toBe(404);
  expect(await page.locator('h1').innerText()).toMatch(/not found/i);
  expect(await page.locator('main').innerText()).toContain('go to the start, the twelve factors or all rules.');
  await page.evaluate(axe.source);
  expect(await violations(page, '404')).toEqual([]);
  await page.close();
});
