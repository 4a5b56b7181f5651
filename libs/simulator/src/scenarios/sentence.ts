// Words for an event of a member. Most events get no line.
import { isArtificial, type Id, type NodeRef, type RingEvent } from '@chord-dht/chord';

/** The member's action or change, without its name; `undefined` for events without a line. */
export function sentenceOf(event: RingEvent, name: (id: Id) => string): string | undefined {
  const of = (node: NodeRef | null): string => (node ? name(node.id) : 'nobody');
  switch (event.type) {
    case 'membership-changed':
      return event.from === 'starting' ? undefined : `is ${event.to}`;
    case 'predecessor-changed':
      return `has the predecessor ${of(event.to)} (before: ${of(event.from)})`;
    case 'successors-changed': {
      const list = event.successors.map((node) => (isArtificial(node) ? '-' : of(node)));
      return `has the successors ${list.join(', ') || 'nobody'}`;
    }
    case 'peer-failed':
      return `gets no answer from ${of(event.node)}`;
    case 'peer-said-goodbye':
      return `is notified that ${of(event.node)} goes`;
    case 'rings-met':
      return `meets ${of(event.node)} of another ring`;
    default:
      return undefined;
  }
}
