import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { doctrineFrom } from '../../../checker/src/node/doctrine-files.ts';
import { openBrowser } from '../support/browser.ts';
import { BASE } from '../support/build.ts';
import { type Served, serve } from '../support/serve.ts';
import { dist } from '../support/site.ts';

/** What a reader does on the site. */

const { factors } = await doctrineFrom(undefined);
const addressOf = (path: string) => `${BASE}/${path.replace(/\.md$/, '')}/`;

let served: Served;
let browser: Browser;
let page: Page;
beforeAll(async () => {
  served = await serve(dist, BASE);
  browser = await openBrowser();
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(15_000);
});
afterAll(async () => {
  await browser?.close();
  await served?.close();
});

describe('search', () => {
  test.for(factors)('finds $title by a word of its own', async ({ title, path }) => {
    await page.goto(`${served.url}/quickstart/`, { waitUntil: 'networkidle' });
    await page.keyboard.press('Control+k');
    await page.locator('dialog input').fill(title);
    const link = page.locator(`dialog a[href^="${addressOf(path)}"]`).first();
    await link.waitFor();
    expect(await link.count()).toBe(1);
  });
});

describe('the landing page', () => {
  test('leads by keyboard to the start, the command and each factor, and shows where the focus is', async () => {
    await page.goto(`${served.url}/`);
    const reached: string[] = [];
    for (let press = 0; press < 60; press += 1) {
      await page.keyboard.press('Tab');
      const focus = await page.evaluate(() => {
        const element = document.activeElement;
        if (element === null || element === document.body) return undefined;
        const { outlineStyle, boxShadow } = getComputedStyle(element);
        const stroke = element.querySelector('.slice');
        const isShown =
          outlineStyle !== 'none' ||
          boxShadow !== 'none' ||
          (stroke !== null && getComputedStyle(stroke).strokeWidth === '4px');
        return { name: element.getAttribute('href') ?? element.textContent?.trim() ?? '', isShown };
      });
      if (focus === undefined) break;
      if (!focus.isShown) reached.push(`no visible focus on ${focus.name}`);
      reached.push(focus.name);
    }
    expect(reached.filter((name) => name.startsWith('no visible'))).toEqual([]);
    expect(reached).toEqual(
      expect.arrayContaining([`${BASE}/quickstart/`, 'Copy', ...factors.map(({ path }) => addressOf(path))]),
    );
  });

  test('opens a factor from the ring with Enter', async () => {
    await page.goto(`${served.url}/`);
    const link = page.locator('nav.ring a').nth(7);
    await link.focus();
    await Promise.all([page.waitForURL(`**${addressOf(factors[7]?.path ?? '')}`), page.keyboard.press('Enter')]);
    expect(await page.locator('h1').innerText()).toContain('Lock');
  });

  test('copies its command', async () => {
    await page
      .context()
      .grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(served.url).origin });
    await page.goto(`${served.url}/`);
    await page.getByRole('button', { name: 'Copy' }).click();
    await page.getByText('Copied').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('npx agentops-audit .');
  });
});

describe('the table of rules', () => {
  test('is narrowed by words and by factor, weight and level', async () => {
    await page.goto(`${served.url}/rules/`);
    const rules = factors.flatMap((factor) => factor.rules);
    const shown = async () => (await page.locator('tbody tr:visible td:first-child').allInnerTexts()).sort();
    expect(await shown()).toEqual(rules.map(({ id }) => id).sort());

    await page.getByLabel('Words').fill('extract learnings-fresh');
    expect(await shown()).toEqual(['learnings-fresh']);
    await page.getByLabel('Words').fill('learnings');
    expect(await shown()).toContain('learnings-fresh');
    expect((await shown()).length).toBeLessThan(rules.length);

    await page.getByLabel('Words').fill('');
    await page.getByLabel('Weight').selectOption('should');
    const should = rules.filter(({ weight }) => weight === 'should').map(({ id }) => id);
    expect(await shown()).toEqual(should.sort());
    expect(await page.locator('output').innerText()).toBe(`${should.length} of ${rules.length} rules`);
  });
});

test('an example on a factor page opens, and shows what the checker answers', async () => {
  await page.goto(`${served.url}/factors/09-extract/`);
  const example = page.locator('details.example-pass').first();
  await example.locator('summary').click();
  expect(await example.innerText()).toContain('✓ learnings-present  learnings.md:1');
});

test('the theme can be changed', async () => {
  await page.goto(`${served.url}/why/`);
  await page.locator('starlight-theme-select select').first().selectOption('dark');
  expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark');
});
