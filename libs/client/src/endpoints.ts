// The endpoints of a client, and the one that has answered last.
import { ClientError } from './client-error';

export interface Endpoint {
  /** Without a trailing slash. */
  readonly url: string;
  /** Not used before this time while another endpoint is available. */
  notBeforeMs: number;
  /** The number of failures in a row. */
  failures: number;
}

export class Endpoints {
  private readonly all: readonly Endpoint[];
  private at = 0;

  /** @throws ClientError `BAD_OPTION` */
  constructor(given: string | readonly string[]) {
    const texts = [given].flat().flatMap((text) => text.split(',').map((each) => each.trim()));
    const urls = new Set(texts.filter((text) => text !== '').map(urlOf));
    if (urls.size === 0)
      throw new ClientError('BAD_OPTION', 'No endpoint is given; name a node as host:port.');
    this.all = [...urls].map((url) => ({ url, notBeforeMs: 0, failures: 0 }));
  }

  get urls(): string[] {
    return this.all.map(({ url }) => url);
  }

  /**
   * Returns the endpoint that answered last; while that is blocked, the next available one, or the first that will be.
   */
  pick(nowMs: number): Endpoint {
    const inOrder = [...this.all.slice(this.at), ...this.all.slice(0, this.at)];
    const free = inOrder.find(({ notBeforeMs }) => notBeforeMs <= nowMs);
    return (
      free ?? inOrder.reduce((best, each) => (each.notBeforeMs < best.notBeforeMs ? each : best))
    );
  }

  worked(endpoint: Endpoint): void {
    endpoint.failures = 0;
    endpoint.notBeforeMs = 0;
    this.at = this.all.indexOf(endpoint);
  }

  /** Blocks an endpoint that could not answer until `notBeforeMs`. */
  failed(endpoint: Endpoint, notBeforeMs: number): void {
    endpoint.failures += 1;
    endpoint.notBeforeMs = notBeforeMs;
  }

  /** Sends the next attempt to another endpoint, although this one answers. */
  passOver(endpoint: Endpoint): void {
    this.at = (this.all.indexOf(endpoint) + 1) % this.all.length;
  }
}

function urlOf(text: string): string {
  const full = text.includes('://') ? text : `http://${text}`;
  let url: URL;
  try {
    url = new URL(full);
  } catch (cause) {
    throw notAnEndpoint(text, cause);
  }
  const isHttp = url.protocol === 'http:' || url.protocol === 'https:';
  if (!isHttp || url.username !== '' || url.search !== '' || url.hash !== '')
    throw notAnEndpoint(text);
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

function notAnEndpoint(text: string, cause?: unknown): ClientError {
  return new ClientError(
    'BAD_OPTION',
    `"${text.slice(0, 200)}" is no endpoint; write host:port, or http(s)://host:port/base.`,
    { cause },
  );
}
