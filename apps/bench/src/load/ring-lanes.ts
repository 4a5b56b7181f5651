// Lanes of the ring-aware client: all share one client, and each has one call in flight.
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
const BINARY = { contentType: 'application/octet-stream' };

export class RingLane {
  /** Its first operation is over. */
  hasBegun = false;
  private current: Operation | undefined;
  private isRunning = false;
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
    if (!this.closed && !this.isRunning) void this.run();
  }

  /** Gives up what is under way, without counting it. @returns the operation that had no answer */
  close(): Operation | undefined {
    const { current } = this;
    this.closed = true;
    this.current = undefined;
    return current;
  }

  /** One operation after another, until there are none. */
  private async run(): Promise<void> {
    this.isRunning = true;
    while (!this.closed) {
      const operation = this.work.next();
      if (!operation) break;
      this.current = operation;
      const name = this.names[operation.key]!;
      const startedMs = performance.now();
      let fault: string | undefined;
      try {
        if (operation.isRead) fault = this.faultOf(operation, await this.client.get(name));
        else await this.client.put(name, operation.head, BINARY);
      } catch (error) {
        fault = `${(error as { readonly code?: string }).code}`;
      }
      this.hasBegun = true;
      if (this.closed) break;
      this.current = undefined;
      this.work.ended(operation, startedMs, fault);
      if (fault !== undefined) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    this.isRunning = false;
  }

  private faultOf(operation: Operation, value: RingValue | undefined): string | undefined {
    if (value === undefined) return 'no value';
    const { bytes } = value;
    return this.requests.faultOf(operation, { status: 200, bodyBytes: bytes.length, start: bytes });
  }
}
