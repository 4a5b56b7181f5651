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
  /** Distinguishes this process from any other of the same name; without it a name alone counts as proof. */
  readonly instance?: string;
  /** The settings of the layers above that all members of a ring share, as text; a node with others is refused. */
  readonly settings?: string;
  readonly space: IdSpace;
  readonly hasher: Hasher;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly random: Random;
  readonly parameters?: Partial<ChordParameters>;
  /** Peers from before a restart, to be probed until they are found. */
  readonly remembered?: readonly Address[];
  /** Called with each defect of this layer or one above that a peer's message or a listener triggered. */
  readonly onFault?: OnFault;
}
