// The connections of one end: one to each host, for all calls to it.
import type { Address, ChordError } from '@chord-dht/chord';
import { MuxConnection, type MuxConnectionOptions } from './mux-connection';

export interface MuxConnectionsOptions extends Omit<MuxConnectionOptions, 'onEnded'> {
  /** Called when a connection has ended, or could not be made. */
  readonly onEnded: (address: Address, reason: ChordError) => void;
}

export class MuxConnections {
  private readonly connections = new Map<Address, MuxConnection>();
  private readonly options: MuxConnectionOptions;

  constructor(options: MuxConnectionsOptions) {
    this.options = {
      ...options,
      onEnded: (connection, reason) => {
        const { to } = connection;
        if (this.connections.get(to) === connection) this.connections.delete(to);
        options.onEnded(to, reason);
      },
    };
  }

  /** The number of connections, pending ones included. */
  get size(): number {
    return this.connections.size;
  }

  has(host: Address): boolean {
    return this.connections.has(host);
  }

  /** Hosts whose connections take calls. */
  open(): Address[] {
    return [...this.connections.values()].filter(({ isOpen }) => isOpen).map(({ to }) => to);
  }

  /** Returns the connection to a host; dials when there is none. */
  to(host: Address): MuxConnection {
    const present = this.connections.get(host);
    if (present) return present;
    const fresh = new MuxConnection(host, this.options);
    this.connections.set(host, fresh);
    return fresh;
  }

  /** Closes all connections; calls in flight end with the reason. */
  async close(reason: ChordError): Promise<void> {
    await Promise.all([...this.connections.values()].map((one) => one.close(reason)));
  }
}
