// The built dashboard on disk, and its page for one request.
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startCommand } from '../config/start-command';

/** The injected `DashboardFiles`. */
export const DASHBOARD_FILES = Symbol('DASHBOARD_FILES');

export interface Page {
  readonly html: string;
  readonly contentSecurityPolicy: string;
}

const NONCE_MARK = /%CSP_NONCE%/g;
/**
 * Replaced by the path under which a proxy exposes the node: the policy forbids `<base>`, so every file's URL needs it.
 */
const BASE_MARK = /%BASE_PATH%/g;
/** The command that starts a further node, shown at a ring of one. */
const START_MARK = /%START_COMMAND%/g;
const OWN_FILE = /\b(src|href)="\/?(?!\/|#|data:|https?:)([^"]+)"/g;

export class DashboardFiles {
  /** The folder of the build; `undefined` when the dashboard has not been built. */
  readonly root: string | undefined;
  /** As it was at the start: it refers to the files of the same build, which are in memory too. */
  private readonly template: string;

  /**
   * @param folders in which a build may lie; the first with an `index.html` is used
   * @param basePath the path under which a proxy exposes the node; empty at the root
   */
  constructor(
    folders: readonly string[],
    private readonly basePath = '',
  ) {
    this.root = folders.find((folder) => existsSync(join(folder, 'index.html')));
    this.template = this.root ? readFileSync(join(this.root, 'index.html'), 'utf8') : '';
  }

  /** Returns the page with a new nonce. */
  page(): Page | undefined {
    if (this.root === undefined) return undefined;
    const nonce = randomBytes(16).toString('base64');
    const { basePath } = this;
    const html = this.template
      .replace(NONCE_MARK, nonce)
      .replace(BASE_MARK, basePath)
      .replace(START_MARK, startCommand())
      .replace(OWN_FILE, `$1="${basePath}/$2"`);
    return { html, contentSecurityPolicy: policy(nonce) };
  }
}

function policy(nonce: string): string {
  return [
    "default-src 'self'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

export const NOT_BUILT_PAGE = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>The dashboard has not been built</title></head>
<body>
<h1>The dashboard has not been built</h1>
<p>Build it with <code>npx nx build dashboard</code> and load this page again.</p>
<p>The node itself serves: see <a href="/docs">the API's description</a>, or <a href="/dht/peers">its peers</a>.</p>
</body>
</html>
`;
