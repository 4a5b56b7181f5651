// Writes an event in the format of server-sent events (HTML, section 9.2).
import type { IdSpace, NodeRef } from '@chord-dht/chord';
import { nodeRefDto } from '../dto/node-ref.dto';
import { kindOf } from './event-kind';
import type { LoggedEvent } from './event-log';
import { printPlace } from './event-place';

/** One event with its number, so that the client can resume behind it. */
export function eventText(
  boot: string,
  { sequence, atMs, event, node }: LoggedEvent,
  space: IdSpace,
): string {
  const { type, ...fields } = event;
  const data = {
    sequence,
    at: new Date(atMs).toISOString(),
    node,
    type,
    kind: kindOf(event),
    ...renamed(withNodes(fields, space) as Record<string, unknown>),
  };
  return `id: ${printPlace(boot, sequence)}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
}

/**
 * Reports that some events behind `after`, up to `to`, were dropped: the client has to read the present state again.
 * The id stays `after`, as stored events may follow.
 */
export function gapText(boot: string, after: number, to: number, address: string): string {
  const data = { type: 'gap', kind: 'fault', node: address, from: after + 1, to };
  return `id: ${printPlace(boot, after)}\nevent: gap\ndata: ${JSON.stringify(data)}\n\n`;
}

/**
 * Reports that the listener's place is of an earlier run of the node: events in between are unknown, and it has to read
 * the present state again. All stored events of this run follow.
 */
export function restartText(boot: string, before: number, address: string): string {
  const message =
    'That event is not one of this life of the node: it was started again since, or it is an event of another node; read the present state anew.';
  const data = { type: 'restart', kind: 'fault', node: address, message };
  return `id: ${printPlace(boot, before)}\nevent: restart\ndata: ${JSON.stringify(data)}\n\n`;
}

export const HEARTBEAT = ': still here\n\n';

/** `node` is the node that reports, so an event's own field `node` is sent as `about`. */
function renamed(fields: Record<string, unknown>): Record<string, unknown> {
  if (!('node' in fields)) return fields;
  const { node: about, ...rest } = fields;
  return { ...rest, about };
}

function withNodes(value: unknown, space: IdSpace): unknown {
  if (Array.isArray(value)) return value.map((item) => withNodes(item, space));
  if (value instanceof Error) return value.message;
  if (typeof value !== 'object' || value === null) return value;
  if (isNodeRef(value)) return nodeRefDto(value, space);
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, withNodes(item, space)]),
  );
}

function isNodeRef(value: object): value is NodeRef {
  const { id, address } = value as Partial<NodeRef>;
  return typeof id === 'string' && typeof address === 'string';
}
