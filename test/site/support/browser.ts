import { type Browser, chromium } from 'playwright-core';
import { findChromium } from './chromium.ts';

/** Flags that keep the browser from calling home, and let it run where there is no sandbox or screen. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: findChromium(), headless: true, args: FLAGS });
