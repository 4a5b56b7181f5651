// Opens a browser from a command.
import { chromium } from 'playwright-core';
import { ensureChromium } from './chromium.mjs';

/** What Chromium asks of the network by itself is not wanted. */
const QUIET = [
  ...['--no-sandbox', '--headless', '--disable-gpu', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];

/** @returns {Promise<import('playwright-core').Browser>} it fails with what to do */
export async function openBrowser() {
  const { path, advice } = await ensureChromium();
  if (!path) throw new Error(advice);
  return chromium.launch({ executablePath: path, args: QUIET });
}
