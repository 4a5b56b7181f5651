// Every kind of fault that a ring has to bear, as data.

export type Fault =
  /** Nothing at all: the yardstick of everything else. */
  | { readonly kind: 'quiet'; readonly ms: number }
  /** SIGKILL of some nodes at once, and a start; `wipe` takes the disk too. */
  | { readonly kind: 'kill'; readonly nodes: number; readonly downMs: number; readonly wipe?: true }
  /** SIGKILL of some nodes, which never come back. */
  | { readonly kind: 'lose'; readonly nodes: number; readonly ms: number }
  /** SIGKILL of one node again and again while it writes. */
  | { readonly kind: 'crash'; readonly times: number }
  | { readonly kind: 'suspend'; readonly ms: number }
  | {
      readonly kind: 'partition';
      readonly minority: number;
      readonly ms: number;
      /** The minority hears the others, which do not hear it. */
      readonly oneWay?: true;
    }
  /** `GET /dht/leave`, and later a start with `--join`. */
  | { readonly kind: 'leave'; readonly awayMs: number }
  /** As many nodes again join one after the other, and leave. */
  | { readonly kind: 'storm'; readonly everyMs: number }
  /** SIGTERM and start, one node after the other. */
  | { readonly kind: 'rolling' }
  /** Two nodes come back with wall clocks that are wrong by this much, one ahead and one behind. */
  | { readonly kind: 'clocks'; readonly offsetMs: number; readonly ms: number }
  /** The wall clocks of two running nodes jump by this much, one ahead and one back, and return. */
  | { readonly kind: 'jump'; readonly offsetMs: number; readonly ms: number }
  /** All that one node says to its peers, and all that it answers, comes late. */
  | { readonly kind: 'slow'; readonly delayMs: number; readonly ms: number }
  /** Clients send so many times more. */
  | { readonly kind: 'overload'; readonly factor: number; readonly ms: number }
  /** The event loop of one node does nothing for a time, while clients go on asking it. */
  | { readonly kind: 'block'; readonly ms: number }
  /** One node has no room for more, and later has. */
  | { readonly kind: 'full' }
  /** Bits of values on the disk of one node change while it is down. */
  | { readonly kind: 'flip'; readonly keys: number }
  /** Keys are deleted while one of their home replicas is away. */
  | { readonly kind: 'delete'; readonly keys: number; readonly awayMs: number }
  /** A second ring of the same size, with keys of its own, is joined. */
  | { readonly kind: 'merge'; readonly keys: number };

export type FaultOf<Kind extends Fault['kind']> = Extract<Fault, { kind: Kind }>;
