// An event of a member as one line of a log.
import type { NodeRef, RingEvent } from '@chord-dht/chord';
import type { StoreEvent } from '@chord-dht/store';

/** The event as text; ids of nodes with an address are left out, because the address implies them. */
export function lineOf(event: RingEvent | StoreEvent): string {
  const { type, ...fields } = event;
  const words = Object.entries(fields).map(([name, value]) => `${name}=${wordOf(value)}`);
  return [type, ...words].join(' ');
}

function wordOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(wordOf).join(' ')}]`;
  if (isNodeRef(value)) return value.address || `+${value.id}`;
  if (typeof value === 'number') return String(Math.round(value * 1000) / 1000);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function isNodeRef(value: unknown): value is NodeRef {
  return typeof value === 'object' && value !== null && 'id' in value && 'address' in value;
}
