// Every observable event of a ring. Dashboard, metrics, log and tests all derive from these.
import type { Id } from '../id/between';
import type { NodeRef } from '../id/node-ref';

/** `alone`: a ring of one. `left`: answers nothing until a fresh join. */
export type Membership = 'starting' | 'alone' | 'joining' | 'member' | 'leaving' | 'left';

export type RingEvent =
  | { readonly type: 'membership-changed'; readonly from: Membership; readonly to: Membership }
  | {
      readonly type: 'predecessor-changed';
      readonly from: NodeRef | null;
      readonly to: NodeRef | null;
    }
  | { readonly type: 'successor-changed'; readonly from: NodeRef; readonly to: NodeRef }
  | { readonly type: 'successors-changed'; readonly successors: readonly NodeRef[] }
  | {
      readonly type: 'finger-changed';
      readonly first: number;
      readonly last: number;
      readonly node: NodeRef;
    }
  | { readonly type: 'peer-failed'; readonly node: NodeRef; readonly code: string }
  /** `returning`: it stops for now and keeps its data; otherwise it has left. */
  | { readonly type: 'peer-said-goodbye'; readonly node: NodeRef; readonly returning?: boolean }
  | { readonly type: 'rings-met'; readonly node: NodeRef }
  | { readonly type: 'woke-up'; readonly gapMs: number }
  | LookupEvent;

/** How a hop was chosen: finger `index`, entry `index` of the successor list, or no hop was needed. */
export type Via =
  | { readonly kind: 'finger'; readonly index: number }
  | { readonly kind: 'successor'; readonly index: number }
  | { readonly kind: 'self' };

/** The steps of one lookup; `lookup` numbers the lookups of one node. */
export type LookupEvent =
  | { readonly type: 'lookup-started'; readonly lookup: number; readonly target: Id }
  | {
      readonly type: 'hop-started';
      readonly lookup: number;
      readonly to: NodeRef;
      readonly via: Via;
    }
  | {
      readonly type: 'hop-answered';
      readonly lookup: number;
      readonly to: NodeRef;
      readonly ms: number;
    }
  | {
      readonly type: 'hop-failed';
      readonly lookup: number;
      readonly to: NodeRef;
      readonly code: string;
      readonly ms: number;
    }
  | {
      readonly type: 'owner-found';
      readonly lookup: number;
      readonly target: Id;
      readonly owner: NodeRef;
      readonly hops: number;
      readonly ms: number;
    }
  | {
      readonly type: 'lookup-failed';
      readonly lookup: number;
      readonly target: Id;
      readonly code: string;
      readonly ms: number;
    };

export type Listener<Event> = (event: Event) => void;

/** A list of listeners. An error that a listener throws goes to `onFault`, and the other listeners still run. */
export class Emitter<Event> {
  private readonly listeners = new Set<Listener<Event>>();

  constructor(private readonly onFault: (error: unknown) => void = () => undefined) {}

  /** @returns a function that removes the listener */
  on(listener: Listener<Event>): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  emit(event: Event): void {
    for (const listener of [...this.listeners]) {
      try {
        listener(event);
      } catch (error) {
        this.onFault(error);
      }
    }
  }
}
