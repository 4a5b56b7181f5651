// Knows lanes of the ring-aware client: all of them share one client, and each has one call under way.
import { RingClient, type RingValue } from '@chord-dht/ring-client';
import type { Secure } from '../system/secure';
import type { Work } from './client';
import { keyName, type Operation, type Requests } from './requests';

export interface RingLoad {
  readonly ports: readonly number[];
  readonly clients: number;
  readonly valueBytes: number;
  readonly keys: number;
  readonly secure?: Secure | undefined;
}

/** @returns the lanes, and what ends the client that they share */
export async function openLanes(
  { ports, clients, valueBytes, keys, secure }: RingLoad,
  requests: Requests,
  work: Work,
): Promise<{ readonly lanes: readonly RingLane[]; readonly close: () => Promise<void> }> {
  const client = await RingClient.connect({
    endpoints: ports.map((port) => `localhost:${port}`),
    ...(secure ? { token: secure.token, tls: { ca: secure.ca } } : {}),
    inFlightMax: Math.max(512, clients),
  });
  const names = Array.from({ length: keys }, (_, key) => keyName(valueBytes, key));
  const lanes = Array.from({ length: clients }, () => new RingLane(client, names, requests, work));
  return { lanes, close: () => client.close() };
}

/** After a failure a client waits a moment, as a polite one does. */
const PAUSE_MS = 20;

export class RingLane {
  /** Its first operation is over. */
  hasBegun = false;
  private current: Operation | undefined;
  private closed = false;

  constructor(
    private readonly client: RingClient,
    private readonly names: readonly string[],
    private readonly requests: Requests,
    private readonly work: Work,
  ) {}

  get isBusy(): boolean {
    return this.current !== undefined;
  }

  begin(): void {
    if (this.closed || this.current) return;
    const operation = this.work.next();
    if (!operation) return;
    this.current = operation;
    const startedMs = performance.now();
    const name = this.names[operation.key]!;
    const answer: Promise<unknown> = operation.isRead
      ? this.client.get(name)
      : this.client.put(name, operation.head, { contentType: 'application/octet-stream' });
    answer.then(
      (value) => this.end(operation, startedMs, this.faultOf(operation, value)),
      (error: { readonly code?: string }) => this.end(operation, startedMs, `${error.code}`),
    );
  }

  /** Gives up what is under way, without counting it. @returns the operation that had no answer */
  close(): Operation | undefined {
    const { current } = this;
    this.closed = true;
    this.current = undefined;
    return current;
  }

  private faultOf(operation: Operation, value: unknown): string | undefined {
    if (!operation.isRead) return undefined;
    if (value === undefined) return 'no value';
    const { bytes } = value as RingValue;
    const start = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return this.requests.faultOf(operation, {
      ...{ status: 200, bodyBytes: bytes.length, start, closes: false },
    });
  }

  private end(operation: Operation, startedMs: number, fault: string | undefined): void {
    this.hasBegun = true;
    if (this.closed) return;
    this.current = undefined;
    this.work.ended(operation, startedMs, fault);
    if (fault === undefined) this.begin();
    else setTimeout(() => this.begin(), PAUSE_MS);
  }
}
