// Knows the names under which a node's ports are injected, so that a test can replace any of them.
import type { NodeRef, RingParameters, Transport } from '@chord-dht/chord';
import type { RecordStore } from '@chord-dht/store';
import type { FastifyInstance } from 'fastify';
import type { Server } from 'node:http';

/** A `Hasher`. */
export const HASHER = Symbol('HASHER');
/** A `Clock`. */
export const CLOCK = Symbol('CLOCK');
/** A `Random`. */
export const RANDOM = Symbol('RANDOM');
/** A `TransportFactory`: what a transport needs is there only once the web server is. */
export const TRANSPORT_FACTORY = Symbol('TRANSPORT_FACTORY');
/** A `RecordStoreFactory`: the data directory is opened only once the port is ours. */
export const RECORD_STORE_FACTORY = Symbol('RECORD_STORE_FACTORY');

export interface TransportContext {
  readonly self: NodeRef;
  readonly ring: RingParameters;
  /** The web server, whose port carries the peers' traffic too. */
  readonly server: Server;
  /** The same before its routes are final. */
  readonly fastify: FastifyInstance;
}

export type TransportFactory = (context: TransportContext) => Transport;
/** @param position which of the positions of this process the records belong to, from 0 */
export type RecordStoreFactory = (position: number) => RecordStore | Promise<RecordStore>;
