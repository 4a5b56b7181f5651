// Knows what a home replica answers: it writes and reads within a view, and shows and takes records for a sync.
import { ChordError, type Dispatcher, type NodeRef } from '@chord-dht/chord';
import { StoreError } from '../errors';
import type { Position } from '../range/position';
import { encodeRecord } from '../record/record-codec';
import { printVersion } from '../record/version';
import { isMember, type ViewName } from '../views/view';
import type { Digest, HeadsReply, ViewMessages } from '../views/view-messages';
import { hasView, isSealed, type ViewState } from '../views/view-state';
import { digestOf } from './digest';
import { dropExactly, readable, takeOver } from './local-records';
import type { ReplicaContext } from './replica-context';

type Reply<Type extends keyof ViewMessages> = ViewMessages[Type]['reply'];

const HEADS_A_PAGE = 500;
const KEYS_MAX = 1_000;

export function registerReplicaHandlers(dispatcher: Dispatcher, context: ReplicaContext): void {
  const { read, readView, records, parameters } = context;

  dispatcher.on('replica.read', (body, from): Reply<'replica.read'> => {
    const { view, key } = read.fields(body);
    const position = positionOf(context, read.key({ key }));
    const state = requireView(context, position, readView.name(view), from);
    const record = readable(context, position);
    return { version: record ? printVersion(record.version) : null, counts: state.synced };
  });
  dispatcher.on('replica.digest', (body): Digest =>
    digestOf(records, readView.arc(read.fields(body)['arc'])),
  );
  dispatcher.on('replica.heads', (body): HeadsReply => {
    const { arc, after } = read.fields(body);
    const page = records.scanHeads(readView.arc(arc), {
      records: HEADS_A_PAGE,
      after: read.position(after),
    });
    const heads = page.items.map(({ key, version }) => ({ key, version: printVersion(version) }));
    return { heads, next: page.next };
  });
  dispatcher.on('replica.fetch', (body): Reply<'replica.fetch'> => {
    const keys = read.array(read.fields(body)['keys'], KEYS_MAX).map((key) => read.key({ key }));
    return { records: encodedUpTo(context, keys, parameters.pageBytesMax) };
  });
  dispatcher.on('replica.store', async (body): Promise<null> => {
    const sent = read.array(read.fields(body)['records'], KEYS_MAX);
    const incoming = sent.map((bytes) => read.record(bytes));
    await takeOver(context, incoming);
    return null;
  });
  dispatcher.on('replica.drop', async (body, from): Promise<null> => {
    const { view, names } = read.fields(body);
    const stale = read
      .heads(names)
      .map(({ key, version }) => ({ ...positionOf(context, key), version }));
    // Whoever was primary once, or wants to be, does not know what has been acknowledged since.
    for (const position of stale) requireDropper(context, position, readView.name(view), from);
    await dropExactly(context, stale);
    return null;
  });
}

/**
 * Whoever holds everything obeys the primary alone; one that counts for nothing yet obeys every member
 * that brings it up to date: the primary of a view that has not begun may be gone.
 * @throws StoreError as requireView
 */
function requireDropper(
  context: ReplicaContext,
  position: Position,
  name: ViewName,
  from: NodeRef,
): void {
  const { state } = context.book.at(position.keyId);
  const isIdle = hasView(state, name) && !state.synced && !isSealed(state);
  if (isIdle && isMember(state.view?.members ?? [], from)) return;
  requireView(context, position, name, from);
}

/**
 * The state of the place, if the view is in force here and the sender is its primary.
 * @throws StoreError `SEALED` when a next view is being chosen or known, `OTHER_VIEW` when this node never heard of it
 */
export function requireView(
  { book }: Pick<ReplicaContext, 'book'>,
  { keyId }: Position,
  name: ViewName,
  from: NodeRef,
): ViewState {
  const { state } = book.at(keyId);
  if (hasView(state, name) && !isSealed(state)) {
    if (state.view?.primary.id === from.id) return state;
    throw new ChordError('REFUSED', 'Only the primary of a view writes in it.');
  }
  if (isBehind(state, name))
    throw new StoreError('OTHER_VIEW', 'This node has not heard of that view.');
  throw new StoreError('SEALED', 'The view has ended.');
}

/** True for a place in which that view is news. */
export function isBehind({ view }: ViewState, name: ViewName): boolean {
  return !view || (view.lineage === name.lineage && view.epoch < name.epoch);
}

function positionOf({ chord }: ReplicaContext, key: string): Position {
  return { keyId: chord.keyId(key), key };
}

/** As many as fit one message, at least one; unreadable ones are left out. */
function encodedUpTo(
  context: ReplicaContext,
  keys: readonly string[],
  bytesMax: number,
): Uint8Array[] {
  const encoded: Uint8Array[] = [];
  let size = 0;
  for (const key of keys) {
    const record = readable(context, positionOf(context, key));
    if (!record) continue;
    const bytes = encodeRecord(record);
    if (encoded.length > 0 && size + bytes.length > bytesMax) break;
    encoded.push(bytes);
    size += bytes.length;
  }
  return encoded;
}
