import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import lighthouse, { desktopConfig } from 'lighthouse';
import { BASE, ROOT } from '../test/site/support/build.ts';
import { findChromium } from '../test/site/support/chromium.ts';
import { FLAGS } from '../test/site/support/flags.ts';
import { serve } from '../test/site/support/serve.ts';

/** Runs Lighthouse on a page of each kind, as a phone and as a desktop. Needs a built site: `npm run site` first. */

const PAGES = ['/', '/factors/09-extract/', '/rules/learnings-fresh/', '/tool/cli/'];
const PORT = 9223;

const profile = await mkdtemp(join(tmpdir(), 'agentops-lighthouse-'));
const served = await serve(join(ROOT, 'dist'), BASE);
const browser = spawn(findChromium(), [
  '--headless',
  `--remote-debugging-port=${PORT}`,
  `--user-data-dir=${profile}`,
  ...FLAGS,
]);
try {
  await listening();
  for (const [device, config] of [
    ['phone', undefined],
    ['desktop', desktopConfig],
  ] as const) {
    for (const page of PAGES) {
      const result = await lighthouse(served.url + page, { port: PORT, logLevel: 'error' }, config);
      const scores = Object.values(result?.lhr.categories ?? {}).map(
        ({ id, score }) => `${id} ${Math.round((score ?? 0) * 100)}`,
      );
      const bytes = result?.lhr.audits['total-byte-weight']?.numericValue ?? 0;
      console.log(`${device.padEnd(8)}${page.padEnd(28)}${scores.join(' · ')} · ${Math.round(bytes / 1024)} KiB`);
      for (const { id, score, title } of Object.values(result?.lhr.audits ?? {}))
        if (score !== null && score < 0.9 && !id.endsWith('-insight')) console.log(`          ${id}: ${title}`);
    }
  }
} finally {
  browser.kill();
  await served.close();
  await wait(200);
  await rm(profile, { recursive: true, force: true });
}

async function listening(): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (
      await fetch(`http://127.0.0.1:${PORT}/json/version`).then(
        (answer) => answer.ok,
        () => false,
      )
    )
      return;
    await wait(100);
  }
  throw new Error('Chromium did not start: run it by hand to see why');
}
