// The names under which the ports of a member are injected: one provider line puts another in the place of each.
import type { NodeRef, RingParameters, Transport } from '@chord-dht/chord';
import type { RecordStore } from '@chord-dht/store';
import type { FastifyInstance } from 'fastify';
import type { Server } from 'node:http';

/** A `Hasher`. All members of a ring have the same. */
export const HASHER = Symbol('HASHER');
/** A `Clock`. */
export const CLOCK = Symbol('CLOCK');
/** A `Random`. */
export const RANDOM = Symbol('RANDOM');
/** A `TransportFactory`: what a transport needs is there only once the web server is. */
export const TRANSPORT_FACTORY = Symbol('TRANSPORT_FACTORY');
/** A `RecordStoreFactory`: the data directory is opened only once the port is ours. */
export const RECORD_STORE_FACTORY = Symbol('RECORD_STORE_FACTORY');
/** A `Resolver` of DNS names. */
export const RESOLVER = Symbol('RESOLVER');
/** A `MemberLog`. */
export const MEMBER_LOG = Symbol('MEMBER_LOG');
/** `MemberFaults`. */
export const MEMBER_FAULTS = Symbol('MEMBER_FAULTS');

export interface TransportContext {
  readonly self: NodeRef;
  readonly ring: RingParameters;
  /** The web server, whose port carries the peers' traffic too. */
  readonly server: Server;
  /** The same before its routes are final, where the application runs on Fastify. */
  readonly fastify?: FastifyInstance | undefined;
}

export type TransportFactory = (context: TransportContext) => Transport;

export interface RecordStoreFactory {
  /** @param position which of the positions of this process the records belong to, from 0 */
  (position: number): RecordStore | Promise<RecordStore>;
  /** True for a position that has kept records before. Without it none has. */
  readonly isUsed?: (position: number) => boolean;
}
