// Words for an event of a store. Most events get no line.
import type { Id } from '@chord-dht/chord';
import type { StoreEvent } from '@chord-dht/store';

/** The node's action, without its name; `undefined` for events without a line. */
export function storeSentenceOf(event: StoreEvent, name: (id: Id) => string): string | undefined {
  switch (event.type) {
    case 'view-began': {
      const [, ...others] = event.members.map((member) => name(member.id));
      const company = others.length > 0 ? `with ${others.join(', ')}` : 'alone';
      return `answers for ${arcOf(event.arc, name)} ${company} (view ${event.epoch})`;
    }
    case 'view-blocked':
      return `cannot answer for ${arcOf(event.arc, name)}: ${event.message}`;
    case 'replica-repaired':
      return `has brought ${name(event.node.id)} up to date for ${arcOf(event.arc, name)}`;
    case 'conflict-resolved':
      return `keeps the later of two values of ${event.key}`;
    default:
      return undefined;
  }
}

function arcOf({ fromId, toId }: { fromId: Id; toId: Id }, name: (id: Id) => string): string {
  return fromId === toId ? 'the whole ring' : `(${name(fromId)}, ${name(toId)}]`;
}
