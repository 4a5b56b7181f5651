// The one browser of a run: the test files connect to it, each with windows of its own.
import { existsSync } from 'node:fs';
import { chromium, type BrowserServer } from 'playwright-core';

/** The variable that says where it listens. */
export const BROWSER_AT = 'CHORD_BROWSER_AT';

const PLACES = [
  process.env['CHROMIUM'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];
/**
 * What a browser does for a person at its address bar: two more pages in each window, which take longer to draw than
 * ours. The last list that a browser is given counts, so that of Playwright follows, as far as it is about pages.
 */
const LEFT_OUT = [
  ...['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup'],
  ...['AvoidCorsURLLoaderRestartOnRedirect', 'AvoidUnnecessaryBeforeUnloadCheckSync', 'AimEnabled'],
  ...['DestroyProfileOnBrowserClose', 'HttpsFirstBalancedModeAutoEnable', 'HttpsUpgrades'],
  ...['LensOverlay', 'MediaRouter', 'NetworkTimeServiceQuerying', 'OptimizationHints'],
  ...['PaintHolding', 'PreconnectToSearch', 'ThirdPartyStoragePartitioning'],
];
const QUIET = [
  '--no-sandbox',
  '--headless',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  `--disable-features=${LEFT_OUT.join(',')}`,
];

let server: BrowserServer | undefined;

export async function startBrowser(): Promise<void> {
  const executablePath = PLACES.find((place) => place !== '' && existsSync(place));
  if (!executablePath) {
    throw new Error(
      'No Chromium is installed, so the dashboard cannot be tested in a browser. ' +
        'Install one (`apt-get install chromium`) or name it in the variable CHROMIUM.',
    );
  }
  server = await chromium.launchServer({ executablePath, args: QUIET, timeout: 0 });
  process.env[BROWSER_AT] = server.wsEndpoint();
}

export async function stopBrowser(): Promise<void> {
  await server?.close();
}
