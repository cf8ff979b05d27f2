import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { doctrineFrom } from '../../../checker/src/node/doctrine-files.ts';
import { formerAddresses } from '../../../src/data/former-addresses.ts';
import { isShallow } from '../../../src/site/git.ts';
import { BASE, ROOT } from '../support/build.ts';
import { dist, read, sitemap } from '../support/site.ts';

/** What the build leaves on disk. */

const doctrine = await doctrineFrom(undefined);
const addresses = await sitemap();
const idOf = (address: string) => (address === '/' ? 'index' : address.slice(1, -1));
const files = readdirSync(dist, { recursive: true, encoding: 'utf8' }).map((path) => path.replaceAll('\\', '/'));
const html = files.filter((path) => path.endsWith('.html'));

describe('links', () => {
  const pages = new Map(html.map((path) => [path, readFileSync(join(dist, path), 'utf8')]));
  const attributes = (text: string, name: string) =>
    [...text.matchAll(new RegExp(`\\s${name}="([^"]*)"`, 'g'))].map(([, value = '']) => value.replaceAll('&amp;', '&'));
  const ids = new Map([...pages].map(([path, text]) => [path, new Set(attributes(text, 'id'))]));

  test('every link inside the site leads to a file, and to an anchor that is there', () => {
    const dead: string[] = [];
    for (const [path, text] of pages) {
      for (const href of [...attributes(text, 'href'), ...attributes(text, 'src')]) {
        const url = new URL(href, `http://site${BASE}/${path.replace(/index\.html$/, '')}`);
        if (url.host !== 'site') continue;
        const inside = decodeURIComponent(url.pathname.slice(BASE.length + 1));
        const file = inside === '' || inside.endsWith('/') ? `${inside}index.html` : inside;
        const anchor = decodeURIComponent(url.hash.slice(1));
        if (!url.pathname.startsWith(`${BASE}/`) || !existsSync(join(dist, file))) dead.push(`${path}: ${href}`);
        else if (anchor !== '' && file.endsWith('.html') && !ids.get(file)?.has(anchor)) dead.push(`${path}: ${href}`);
      }
    }
    expect(dead).toEqual([]);
  });

  test('every address of an earlier edition leads to a page', () => {
    const dead = formerAddresses.filter(({ from, to }) => {
      const file = join(dist, from, 'index.html');
      return (
        !existsSync(file) ||
        !readFileSync(file, 'utf8').includes(`url=${BASE}${to}`) ||
        !existsSync(join(dist, to.split('#')[0] ?? '', 'index.html'))
      );
    });
    expect(dead).toEqual([]);
  });
});

test('the sidebar leads to every page but rules and decisions, which have lists of their own', async () => {
  const text = await read('why/index.html');
  const hasList = (address: string) => /^\/(rules|decisions)\/.+/.test(address);
  const missing = addresses.filter((address) => !hasList(address) && !text.includes(`href="${BASE}${address}"`));
  expect(missing).toEqual([]);
});

describe('each page of the sitemap', () => {
  test.for(addresses)('%s has a description, a card and a markdown twin', async (address) => {
    const id = idOf(address);
    const text = await read(address === '/' ? 'index.html' : `${id}/index.html`);
    expect(text).toMatch(/<meta name="description" content="[^"]{40,200}"/);
    expect(text).toContain(`og/${id}.png"`);
    const card = await sharp(join(dist, `og/${id}.png`)).metadata();
    expect([card.width, card.height]).toEqual([1200, 630]);

    const twin = await read(`${id}.md`);
    expect(twin).toMatch(/^# .+\n/);
    expect(twin.split(/\s+/).length).toBeGreaterThan(40);
    const prose = twin.replaceAll(/^(> )?```[\s\S]*?^(> )?```$/gm, '').replaceAll(/`[^`]*`/g, '');
    expect(prose.match(/\]\((?!https?:|#|mailto:)[^)]*\)/g)).toBeNull();
    expect(await read('llms.txt')).toMatch(id === 'index' ? /^# / : new RegExp(`/${id}\\.md\\)`));
  });
});

describe('data', () => {
  test('rules.json is what the command prints', async () => {
    const printed = execFileSync(process.execPath, ['checker/src/node/bin.ts', 'rules', '--format', 'json'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    expect(await read('rules.json')).toBe(printed);
  });

  test('doctrine.json holds every factor, rule and example', async () => {
    const data = JSON.parse(await read('doctrine.json'));
    expect(data.digest).toBe(doctrine.digest);
    expect(data.factors.map(({ id }: { id: string }) => id)).toEqual(doctrine.factors.map(({ id }) => id));
    for (const { rules } of data.factors)
      for (const { examples } of rules)
        expect(examples.map(({ outcome }: { outcome: string }) => outcome)).toEqual(
          expect.arrayContaining(['pass', 'fail']),
        );
  });

  test('the schemas are served as they are, at the address that each names', async () => {
    for (const name of readdirSync(join(ROOT, 'schemas')).filter((file) => file.endsWith('.json'))) {
      const schema = readFileSync(join(ROOT, 'schemas', name), 'utf8');
      expect(await read(`schemas/v1/${name}`)).toBe(schema);
      expect(JSON.parse(schema).$id).toBe(`https://boshu2.github.io${BASE}/schemas/v1/${name}`);
    }
  });

  test('llms-full.txt holds a sentence of every factor', async () => {
    const full = await read('llms-full.txt');
    expect(doctrine.factors.filter(({ summary }) => !full.includes(summary))).toEqual([]);
  });
});

// A shallow clone knows no dates, and then the pages claim none.
const dated = !(await isShallow(ROOT));

describe('a factor page', () => {
  test.for(doctrine.factors)('$title says when it last changed and where to edit it', async ({ path, summary }) => {
    const text = await read(`${path.replace(/\.md$/, '')}/index.html`);
    expect(text).toContain(`/edit/main/${path}"`);
    expect(/Last updated:.*?<time datetime="20\d\d-/s.test(text)).toBe(dated);
    expect(text).toContain(summary);
  });
});

test('nothing that was published names a path of the machine that built it', () => {
  const texts = files.filter((path) => /\.(html|md|txt|json|xml|js|css)$/.test(path));
  expect(texts.filter((path) => readFileSync(join(dist, path), 'utf8').includes(ROOT))).toEqual([]);
});
