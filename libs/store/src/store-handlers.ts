// Knows what a member answers to each message of the store.
import { ChordError, type Handler, type MessageContext, type NodeRef } from '@chord-dht/chord';
import { listOwn } from './access/list-own';
import { unavailable } from './errors';
import type { StoreMessages } from './messages/store-messages';
import type { Primary } from './primary/primary';
import { encodeRecord } from './record/record-codec';
import type { ReplicaContext } from './replica/replica-context';
import type { StoreContext } from './store-context';
import type { Caretaker } from './views/caretaker';
import type { Offers } from './views/offers';
import type { ViewMessages } from './views/view-messages';

export interface StoreHandlerParts {
  readonly context: StoreContext & ReplicaContext;
  readonly primary: Primary;
  readonly caretaker: Caretaker;
  readonly offers: Offers;
  readonly isSettled: () => boolean;
}

type Answered = StoreMessages & Pick<ViewMessages, 'view.leaving' | 'view.offer'>;

type Handlers = {
  readonly [Type in keyof Answered]: (
    body: unknown,
    from: NodeRef,
    context: MessageContext,
  ) => Answered[Type]['reply'] | Promise<Answered[Type]['reply']>;
};

export function registerStoreHandlers(parts: StoreHandlerParts): void {
  const handlers: Handlers = { ...accessHandlers(parts), ...viewHandlers(parts) };
  for (const [type, handler] of Object.entries(handlers)) {
    parts.context.chord.dispatcher.on(type, handler as Handler);
  }
}

type Access = 'store.put' | 'store.get' | 'store.remove' | 'store.list';

function accessHandlers({ context, primary }: StoreHandlerParts): Pick<Handlers, Access> {
  const { read, chord } = context;
  const deadlineAt = ({ deadlineMs }: MessageContext): number => {
    // A ring of one has no members that could ask: this node has just been restarted, and they do not know.
    if (chord.membership === 'alone')
      throw new ChordError('NOT_MEMBER', `${chord.self.address} is in no ring with another.`);
    return chord.clock.nowMs() + deadlineMs;
  };
  return {
    'store.put': (body, _from, call) => primary.put(read.put(body), deadlineAt(call)),
    'store.remove': (body, _from, call) => primary.remove(read.remove(body), deadlineAt(call)),
    'store.get': async (body, _from, call) => {
      const { record, ownedFrom } = await primary.get(read.key(body), deadlineAt(call));
      return { record: record && encodeRecord(record), ownedFrom };
    },
    'store.list': (body, _from, call) => {
      deadlineAt(call);
      return listOwn(context, read.list(body));
    },
  };
}

function viewHandlers({
  context,
  caretaker,
  offers,
  isSettled,
}: StoreHandlerParts): Omit<Handlers, Access> {
  const { read, readView, authority } = context;
  return {
    'view.leaving': (body, from) => {
      const { fromId } = read.fields(body);
      caretaker.memberLeaves(from, fromId === null ? null : read.id(fromId));
      return null;
    },
    'view.offer': (body, from) => {
      const { arc, view, synced } = read.fields(body);
      const lacking = synced === false ? from : null;
      return offers.answer(readView.arc(arc), readView.view(view), lacking);
    },
    'store.settled': () => {
      if (!authority.arc) throw unavailable('This node is in no ring.', 'not-applied');
      return { settled: isSettled() };
    },
  };
}
