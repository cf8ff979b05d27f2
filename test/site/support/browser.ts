import { type Browser, chromium } from 'playwright-core';
import { findChromium } from './chromium.ts';
import { FLAGS } from './flags.ts';

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: findChromium(), headless: true, args: FLAGS });
