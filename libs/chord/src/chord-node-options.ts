import type { IdSpace } from './id/id-space';
import type { OnFault } from './messages/dispatcher';
import type { ChordParameters } from './base/parameters';
import type { Clock } from './ports/clock';
import type { Hasher } from './ports/hasher';
import type { Random } from './ports/random';
import type { Address } from './id/node-ref';
import type { Transport } from './ports/transport';

export interface ChordNodeOptions {
  /** The node's own name, `host:port` or, for a further position, `host:port#i`; its id is the hash of it. */
  readonly self: Address;
  /** Tells this process from any other that goes by the same name; without it names are believed. */
  readonly instance?: string;
  /** Settings of the layers above that all members of a ring share, in words: who has others is not let in. */
  readonly settings?: string;
  readonly space: IdSpace;
  readonly hasher: Hasher;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly random: Random;
  readonly parameters?: Partial<ChordParameters>;
  /** Peers of an earlier life, to be probed until they are found. */
  readonly remembered?: readonly Address[];
  /** Hears of defects: of this layer and of those above, when a message of a peer or a listener met them. */
  readonly onFault?: OnFault;
}
