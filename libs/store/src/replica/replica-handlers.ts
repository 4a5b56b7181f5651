// The handlers of a home replica: it writes and reads within a view, and lists and takes records for a sync.
import { checkKey } from '../record/keys';
import type { Dispatcher } from '@chord-dht/chord';
import { unpackRecords } from '../messages/packed-records';
import type { PageLimit } from '../arc/record-store';
import type { Arc, Position } from '../record/position';
import { printVersion } from '../record/version';
import type { HeadsReply, ViewMessages } from '../view/view-messages';
import { digestOf } from './digest';
import { dropExactly, readable, readableBytes, takeOver, type Admit } from './local-records';
import { figuresOfParts, writeParts } from './part-figures';
import { SINCE_TOLD } from './marks';
import { figuresOfMoved } from './movement';
import type { ReplicaContext } from './replica-context';
import { shownCopy } from './shown-copy';
import { Turns } from './turns';
import { requireBringer, requireView, requireWarrant } from './warrants';

type Reply<Type extends keyof ViewMessages> = ViewMessages[Type]['reply'];

const HEADS_A_PAGE = 500;
const KEYS_MAX = 1_000;

export function registerReplicaHandlers(dispatcher: Dispatcher, context: ReplicaContext): void {
  const turns = new Turns(context.chord.clock);
  // What the beginning of a view waits for goes ahead.
  const inTurn: InTurn = async (arc, work) => {
    if (context.precedence.has(arc.toId)) return work();
    await context.precedence.giveWay(arc.toId);
    return turns.take(work);
  };
  registerComparing(dispatcher, context, inTurn);
  registerMoving(dispatcher, context, inTurn);
}

type InTurn = <Result>(arc: Arc, work: () => Result) => Promise<Result>;

function registerComparing(dispatcher: Dispatcher, context: ReplicaContext, inTurn: InTurn): void {
  const { read, readView, records } = context;

  dispatcher.on('replica.read', (body, from): Reply<'replica.read'> => {
    const { view, key } = read.fields(body);
    const position = positionOf(context, checkKey(key));
    const state = requireView(context, position, readView.name(view), from);
    const record = readable(context, position);
    return { version: record ? printVersion(record.version) : null, counts: state.synced };
  });
  dispatcher.on('replica.digest', (body): Reply<'replica.digest'> => {
    const { mark } = context.recentWrites;
    return { ...digestOf(records, readView.arc(read.fields(body)['arc'])), mark, packs: true };
  });
  dispatcher.on('replica.parts', (body): Reply<'replica.parts'> => {
    const arc = readView.arc(read.fields(body)['arc']);
    const lastId = context.chord.space.fromNumber(-1n);
    return { parts: writeParts(figuresOfParts(records, arc, lastId)) };
  });
  dispatcher.on('replica.changes', (body, from): Reply<'replica.changes'> => {
    const fields = read.fields(body);
    const [arc, since] = [readView.arc(fields['arc']), read.mark(fields['since'])];
    const mark = since === SINCE_TOLD ? (context.told.find(from, arc) ?? since) : since;
    const found = context.recentWrites.since(mark, arc, KEYS_MAX);
    if (!found) return { keys: [], mark, isMore: false };
    return { keys: found.positions.map(({ key }) => key), mark: found.mark, isMore: found.isMore };
  });
  dispatcher.on('replica.heads', (body): Promise<HeadsReply> => {
    const { arc, after } = read.fields(body);
    const [asked, behind] = [readView.arc(arc), read.position(after)];
    return inTurn(asked, () => {
      const page = records.scanHeads(asked, { records: HEADS_A_PAGE, after: behind });
      const heads = page.items.map(({ key, version }) => ({ key, version: printVersion(version) }));
      return { heads, next: page.next, corrupt: page.corrupt.length };
    });
  });
}

function registerMoving(dispatcher: Dispatcher, context: ReplicaContext, inTurn: InTurn): void {
  const { read, readView, parameters } = context;

  dispatcher.on('replica.page', (body): Promise<Reply<'replica.page'>> => {
    const { arc: asked, after, packs } = read.fields(body);
    const arc = readView.arc(asked);
    const limit = {
      records: parameters.pageRecordsMax,
      bytes: parameters.pageBytesMax,
      after: read.position(after),
    };
    return inTurn(arc, () => pageOf(context, arc, limit, packs === true));
  });
  dispatcher.on('replica.fetch', (body): Reply<'replica.fetch'> => {
    const keys = read.array(read.fields(body)['keys'], KEYS_MAX).map(checkKey);
    return { records: encodedUpTo(context, keys, parameters.pageBytesMax) };
  });
  dispatcher.on('replica.show', (body): Reply<'replica.show'> =>
    shownCopy(context, positionOf(context, checkKey(read.fields(body)['key']))),
  );
  dispatcher.on('replica.store', async (body, from): Promise<null> => {
    const { records: sent, under } = read.fields(body);
    const incoming = read.records(sent, KEYS_MAX);
    const warrant = readView.warrant(under);
    if (warrant && 'bases' in warrant) context.arrivals.note();
    const admit: Admit = (place) => {
      if (warrant) requireWarrant(context, place, warrant, from);
    };
    const [first] = incoming;
    if (first) await context.precedence.giveWay(first.position.keyId);
    await takeOver(context, incoming, admit);
    context.movement.received(figuresOfMoved(incoming));
    return null;
  });
  dispatcher.on('replica.drop', async (body, from): Promise<null> => {
    const { view, names } = read.fields(body);
    const stale = read
      .heads(names)
      .map(({ key, version }) => ({ ...positionOf(context, key), version }));
    // Whoever was primary once, or wants to be, does not know what has been acknowledged since.
    for (const position of stale) requireBringer(context, position, readView.name(view), from);
    await dropExactly(context, stale);
    return null;
  });
}

function pageOf(
  { records, events, movement }: ReplicaContext,
  arc: Arc,
  limit: PageLimit,
  packs: boolean,
): Reply<'replica.page'> {
  const page = records.scanPacked(arc, limit);
  for (const position of page.corrupt) events.emit({ type: 'record-corrupt', position });
  movement.sent(page);
  const sent = packs ? page.packed : unpackRecords(page.packed, page.records);
  return { records: sent, next: page.next, corrupt: page.corrupt.length };
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
    const bytes = readableBytes(context, positionOf(context, key));
    if (!bytes) continue;
    if (encoded.length > 0 && size + bytes.length > bytesMax) break;
    encoded.push(bytes);
    size += bytes.length;
  }
  return encoded;
}
