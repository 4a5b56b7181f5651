// Limits each client's rate and concurrency, so that no client monopolises the node.

export interface ClientLimitsOptions {
  /** Requests a second in the long run; as many may come at once. 0 for any number. */
  readonly perSecond: number;
  /** The most requests in flight; 0 for any number. */
  readonly underWayMax: number;
}

export type ClientVerdict =
  | { readonly ok: true; readonly release: () => void }
  | { readonly ok: false; readonly why: 'rate' | 'under-way' };

interface Client {
  /** The number of requests that it may send now. */
  credit: number;
  atMs: number;
  underWay: number;
  /** When it was last moved to the end of the list. */
  placedMs: number;
}

const CLIENTS_MAX = 10_000;
/**
 * The least interval, in milliseconds, between two moves of a busy client to the end: each move costs time in a `Map`.
 */
const PLACED_EVERY_MS = 1_000;
const FREE: ClientVerdict = { ok: true, release: () => undefined };

export class ClientLimits {
  /** Ordered by last request, within `PLACED_EVERY_MS`. */
  private readonly clients = new Map<string, Client>();

  constructor(private readonly options: ClientLimitsOptions) {}

  get isOff(): boolean {
    return this.options.perSecond === 0 && this.options.underWayMax === 0;
  }

  /** @param nowMs monotonic */
  enter(name: string, nowMs: number): ClientVerdict {
    if (this.isOff) return FREE;
    const { perSecond, underWayMax } = this.options;
    const client = this.clientOf(name, nowMs);
    if (underWayMax > 0 && client.underWay >= underWayMax) return { ok: false, why: 'under-way' };
    if (perSecond > 0) {
      // There is credit again within a second.
      if (client.credit < 1) return { ok: false, why: 'rate' };
      client.credit -= 1;
    }
    client.underWay += 1;
    let isReleased = false;
    return {
      ok: true,
      release: () => {
        if (!isReleased) client.underWay -= 1;
        isReleased = true;
      },
    };
  }

  private clientOf(name: string, nowMs: number): Client {
    const { perSecond } = this.options;
    const known = this.clients.get(name);
    const client = known ?? { credit: perSecond, atMs: nowMs, underWay: 0, placedMs: nowMs };
    const earned = ((nowMs - client.atMs) / 1_000) * perSecond;
    client.credit = Math.min(perSecond, client.credit + earned);
    client.atMs = nowMs;
    if (known && nowMs - client.placedMs < PLACED_EVERY_MS) return client;
    if (known) this.clients.delete(name);
    else if (this.clients.size >= CLIENTS_MAX) this.forgetOne();
    client.placedMs = nowMs;
    this.clients.set(name, client);
    return client;
  }

  /** Forgets the client that has been quiet the longest, if possible one without requests in flight. */
  private forgetOne(): void {
    let first: string | undefined;
    for (const [name, { underWay }] of this.clients) {
      first ??= name;
      if (underWay > 0) continue;
      this.clients.delete(name);
      return;
    }
    if (first !== undefined) this.clients.delete(first);
  }
}
