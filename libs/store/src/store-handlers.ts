// The handlers of the store's messages.
import { ChordError, type Handler, type MessageContext, type NodeRef } from '@chord-dht/chord';
import type { OwnChanges } from './client/own-changes';
import type { OwnNames } from './client/own-names';
import { answerBytes } from './answer-bytes';
import { unavailable } from './base/errors';
import type { StoreMessages } from './messages/store-messages';
import type { Primary } from './primary/primary';
import type { ReplicaContext } from './replica/replica-context';
import type { StoreContext } from './primary/store-context';
import type { Caretaker } from './driver/caretaker';
import type { Offers } from './driver/offers';
import type { ViewMessages } from './view/view-messages';

export interface StoreHandlerParts {
  readonly context: StoreContext & ReplicaContext;
  readonly primary: Primary;
  readonly caretaker: Caretaker;
  readonly offers: Offers;
  readonly ownNames: OwnNames;
  readonly ownChanges: OwnChanges;
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
  parts.context.chord.dispatcher.onBytes(answerBytes(parts));
}

type AccessMessage = 'store.names' | 'store.count' | 'store.changes';

function accessHandlers({
  context,
  ownNames,
  ownChanges,
}: StoreHandlerParts): Pick<Handlers, AccessMessage> {
  const { read, chord } = context;
  // A ring of one has no members that could ask: this node has just restarted, and the caller has not noticed.
  const requireRing = (): void => {
    if (chord.membership === 'alone')
      throw new ChordError('NOT_MEMBER', `${chord.self.address} is in no ring with another.`);
  };
  return {
    'store.names': (body, _from, { trace }) => {
      requireRing();
      return ownNames.list(read.list(body), trace);
    },
    'store.count': (body, _from, { trace }) => {
      requireRing();
      return ownNames.count(read.names(body), trace);
    },
    'store.changes': (body, _from, { trace }) => {
      requireRing();
      return ownChanges.tell(read.changesRequest(body), trace);
    },
  };
}

function viewHandlers({
  context,
  caretaker,
  offers,
  isSettled,
}: StoreHandlerParts): Omit<Handlers, AccessMessage> {
  const { read, readView, authority } = context;
  return {
    'view.leaving': (body, from) => {
      const { fromId } = read.fields(body);
      caretaker.memberLeaves(from, fromId === null ? null : read.id(fromId));
      return null;
    },
    'view.offer': (body, from) => {
      const { arc, view, synced } = read.fields(body);
      const offer = { arc: readView.arc(arc), view: readView.view(view), synced: synced !== false };
      return offers.answer(offer, from);
    },
    'store.settled': () => {
      if (!authority.arc) throw unavailable('This node is in no ring.', 'not-applied');
      return { settled: isSettled() };
    },
  };
}
