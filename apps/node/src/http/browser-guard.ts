// Detects requests that a browser was tricked into (DNS rebinding, cross-site requests) and refuses them before
// anything reads them.
import type { IncomingMessage } from 'node:http';
import { isLoopback } from '../config/checks';
import { shown } from '../config/option';
import { HttpError } from './problem/http-error';

/** Routes with side effects although they are reached by GET. */
const CHANGING_GETS = new Set(['/dht/leave', '/shutdown']);
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

const CACHE_SIZE_MAX = 1_000;
const NO_HOST =
  'The request has no Host header, so it does not say which host it is for; send for example Host: localhost';

export class BrowserGuard {
  private readonly names: ReadonlySet<string>;
  private readonly known = new Set<string>();

  private readonly origins: ReadonlySet<string>;

  /**
   * @param names host names of this node beside those of loopback
   * @param origins sites beside this node itself whose pages may change something
   */
  constructor(names: Iterable<string>, origins: Iterable<string> = []) {
    this.origins = new Set([...origins].map((origin) => new URL(origin).origin));
    this.names = new Set([...names].map((name) => name.toLowerCase()));
  }

  get hasOrigins(): boolean {
    return this.origins.size > 0;
  }

  /** True for sites whose pages may read and change something. */
  isAllowed(origin: string): boolean {
    return this.origins.has(origin.toLowerCase());
  }

  /**
   * @param host the host of the request, with or without a port; by default from the header Host
   * @returns the refusal, or `undefined` when it is this node
   */
  checkHost(
    request: Pick<IncomingMessage, 'socket' | 'headers'>,
    host = request.headers.host,
  ): HttpError | undefined {
    if (host === undefined || host === '') return new HttpError('FOREIGN_HOST', NO_HOST);
    if (this.known.has(host)) return undefined;
    const name = hostName(host);
    const own =
      name !== undefined &&
      (isLoopback(name) || this.names.has(name) || name === localName(request));
    if (!own) {
      return new HttpError(
        'FOREIGN_HOST',
        `The request is for the host ${shown(name ?? host)}, which is not a name of this node; use the name of the ` +
          'node in the URL, or start the node with --allow-host and that name',
      );
    }
    if (this.known.size < CACHE_SIZE_MAX) this.known.add(host);
    return undefined;
  }

  /**
   * @param route returns the path of the matched route; called only for a browser's requests
   * @returns the refusal of a change by another site's page, or `undefined`
   */
  checkOrigin(
    request: Pick<IncomingMessage, 'headers' | 'method'>,
    route: () => string | undefined,
  ): HttpError | undefined {
    const { origin, host } = request.headers;
    const site = request.headers['sec-fetch-site'];
    if (origin === undefined && site === undefined) return undefined;
    const changing = !SAFE_METHODS.has(request.method ?? '') || CHANGING_GETS.has(route() ?? '');
    if (!changing) return undefined;
    if (origin !== undefined && this.isAllowed(origin)) return undefined;
    const siteIsOwn = site === undefined || site === 'same-origin' || site === 'none';
    if (siteIsOwn && (origin === undefined || hostOfOrigin(origin) === host?.toLowerCase())) {
      return undefined;
    }
    return new HttpError('FOREIGN_ORIGIN', foreignOrigin(origin, host));
  }
}

function foreignOrigin(origin: string | undefined, host: string | undefined): string {
  if (origin === undefined) return 'The request was sent by a page of another site.';
  if (hostOfOrigin(origin) === undefined)
    return (
      'The page that sent this request has no site of its own, as a file and a sandboxed frame have none, and cannot ' +
      'be allowed by name. Serve it by a web server, and start the node with --allow-origin and the address of that.'
    );
  const page = shown(origin);
  return (
    `The page that sent this request is of ${page}, and the request is for ${shown(host ?? '')}. If that is one site ` +
    `behind a proxy, let the proxy pass Host on and start the node with --allow-host, or start it with --allow-origin ${origin.slice(0, 80)}.`
  );
}

/** The name in a Host header without the port; `undefined` when it is malformed. */
function hostName(host: string): string | undefined {
  const match = /^(\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(?::[0-9]{1,5})?$/i.exec(host);
  return match?.[1]?.toLowerCase();
}

/** The local address of the connection, in the form of a Host header: it cannot be rebound. */
function localName(request: Pick<IncomingMessage, 'socket'>): string | undefined {
  const address = request.socket.localAddress?.replace(/^::ffff:/, '');
  return address?.includes(':') ? `[${address}]` : address;
}

function hostOfOrigin(origin: string): string | undefined {
  return /^https?:\/\/([^/]+)$/i.exec(origin)?.[1]?.toLowerCase();
}
