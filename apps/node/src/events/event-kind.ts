// The kind of each event; each kind is stored separately, so that many of one never displace another.
import type { NodeEvent } from './event-log';

export const EVENT_KINDS = ['ring', 'membership', 'view', 'lookup', 'fault'] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** Exhaustive by type: a new event without a kind does not compile. */
const KINDS: Readonly<Record<NodeEvent['type'], EventKind>> = {
  'membership-changed': 'membership',
  'peer-said-goodbye': 'membership',
  'rings-met': 'membership',
  'predecessor-changed': 'ring',
  'successor-changed': 'ring',
  'successors-changed': 'ring',
  'finger-changed': 'ring',
  'woke-up': 'fault',
  'peer-failed': 'fault',
  'view-blocked': 'fault',
  'record-corrupt': 'fault',
  'record-refused': 'fault',
  'store-fault': 'fault',
  'view-began': 'view',
  'member-moved': 'view',
  'replica-repaired': 'view',
  'record-mended': 'view',
  'records-moving': 'view',
  'records-moved': 'view',
  'conflict-resolved': 'view',
  'hand-off-started': 'view',
  'hand-off-done': 'view',
  'lookup-started': 'lookup',
  'hop-started': 'lookup',
  'hop-answered': 'lookup',
  'hop-failed': 'lookup',
  'owner-found': 'lookup',
  'lookup-failed': 'lookup',
};

export const kindOf = (event: NodeEvent): EventKind => KINDS[event.type];
