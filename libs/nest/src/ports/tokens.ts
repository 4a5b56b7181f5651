// The injection tokens of a member's ports: a provider of one replaces its port.
import type { NodeRef, RingParameters, Transport } from '@chord-dht/chord';
import type { RecordStore } from '@chord-dht/store';
import type { FastifyInstance } from 'fastify';
import type { Server } from 'node:http';

/** A `Hasher`. Equal at all members of a ring. */
export const HASHER = Symbol('HASHER');
/** A `Clock`. */
export const CLOCK = Symbol('CLOCK');
/** A `Random`. */
export const RANDOM = Symbol('RANDOM');
/** A `TransportFactory`: a transport needs the web server, which exists only later. */
export const TRANSPORT_FACTORY = Symbol('TRANSPORT_FACTORY');
/** A `RecordStoreFactory`: the data directory is opened only once the port is taken. */
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
  /** The web server, whose port also carries the peers' traffic. */
  readonly server: Server;
  /** The Fastify instance of that server before its routes are final, where the application runs on Fastify. */
  readonly fastify?: FastifyInstance | undefined;
}

export type TransportFactory = (context: TransportContext) => Transport;

export interface RecordStoreFactory {
  /** @param position the index of the position that the records belong to, from 0 */
  (position: number): RecordStore | Promise<RecordStore>;
  /** True for a position that has kept records before. Without it none counts as used. */
  readonly isUsed?: (position: number) => boolean;
}
