// Finds a Chromium, and installs one on Debian.
import { existsSync } from 'node:fs';
import { run } from './children.mjs';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** @returns {string | undefined} the path of a browser */
export function findChromium() {
  const named = process.env['CHROMIUM'];
  return [...(named ? [named] : []), ...PLACES].find((path) => existsSync(path));
}

/**
 * Finds a Chromium, or installs Debian's when this process may.
 * @returns {Promise<{ path?: string, advice?: string }>}
 */
export async function ensureChromium() {
  const found = findChromium();
  if (found) return { path: found };
  const advice = 'Chromium is not there: apt-get install -y chromium, or set CHROMIUM.';
  const mayInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (!mayInstall) return { advice };
  console.log('Installing Chromium for the browser tests ...');
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const install = () => run('apt-get', ['install', '-y', 'chromium'], { env });
  if ((await install()).code !== 0) {
    await run('apt-get', ['update'], { env });
    await install();
  }
  const path = findChromium();
  return path ? { path } : { advice };
}
