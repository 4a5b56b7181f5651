// Knows what a member answers to each message of the store.
import { ChordError, type Handler, type MessageContext, type NodeRef } from '@chord-dht/chord';
import { unavailable } from './errors';
import type { StoreMessages } from './messages/store-messages';
import type { Intake } from './movement/intake';
import { acceptable, mergeIn } from './movement/merge-in';
import type { Rehoming } from './movement/rehoming';
import { listOwn } from './access/list-own';
import type { Owner } from './owner/owner';
import { encodeRecord } from './record/record-codec';
import { readableRecord, type StoreContext } from './store-context';

export interface StoreHandlerParts {
  readonly context: StoreContext;
  readonly owner: Owner;
  readonly intake: Intake;
  readonly rehoming: Rehoming;
  readonly isSettled: () => boolean;
}

type Handlers = {
  readonly [Type in keyof StoreMessages]: (
    body: unknown,
    from: NodeRef,
    context: MessageContext,
  ) => StoreMessages[Type]['reply'] | Promise<StoreMessages[Type]['reply']>;
};

export function registerStoreHandlers(parts: StoreHandlerParts): void {
  const handlers: Handlers = {
    ...accessHandlers(parts),
    ...rightHandlers(parts),
    ...recordHandlers(parts),
  };
  for (const [type, handler] of Object.entries(handlers)) {
    parts.context.chord.dispatcher.on(type, handler as Handler);
  }
}

type Access = 'store.put' | 'store.get' | 'store.remove' | 'store.list';

function accessHandlers({ context, owner, intake }: StoreHandlerParts): Pick<Handlers, Access> {
  const { read, chord } = context;
  const deadlineAt = ({ deadlineMs }: MessageContext): number => {
    // A ring of one has no members that could ask: this node has just been restarted, and they do not know.
    if (chord.membership === 'alone')
      throw new ChordError('NOT_MEMBER', `${chord.self.address} is in no ring with another.`);
    return chord.clock.nowMs() + deadlineMs;
  };
  return {
    'store.put': (body, _from, call) => owner.put(read.put(body), deadlineAt(call)),
    'store.remove': (body, _from, call) => owner.remove(read.remove(body), deadlineAt(call)),
    'store.get': async (body, _from, call) => {
      const { record, ownedFrom } = await owner.get(read.key(body), deadlineAt(call));
      return { record: record && encodeRecord(record), ownedFrom };
    },
    'store.list': (body, _from, call) => {
      deadlineAt(call);
      return listOwn(context, intake, read.list(body));
    },
  };
}

type Right = 'store.claim' | 'store.adopt' | 'store.settled';

/** Who answers for what. */
function rightHandlers(parts: StoreHandlerParts): Pick<Handlers, Right> {
  const { context, intake } = parts;
  const { read, authority, queue, clock } = context;
  return {
    'store.claim': async (body, from) => {
      const fromId = read.id(read.fields(body)['fromId']);
      intake.forgetLeaver(from);
      const grant = authority.grant(fromId, from);
      if ('next' in grant) return { grantedFrom: null, next: grant.next, clockMs: clock.lastMs };
      // What began under our right ends under it, before the claimant answers for the arc.
      await queue.quiet({ fromId: grant.fromId, toId: from.id });
      return { grantedFrom: grant.fromId, next: grant.behind, clockMs: clock.lastMs };
    },

    'store.adopt': (body, from) => {
      const { fromId, clockMs, remaining } = read.fields(body);
      const isNew = authority.adopt(from, read.id(fromId));
      clock.observe(read.count(clockMs));
      if (isNew || (remaining === true && !intake.isFetchingFrom(from)))
        intake.open(from, 'leaver');
      if (isNew) intake.follow(true);
      return { fetching: intake.isFetchingFrom(from) };
    },

    'store.settled': () => {
      if (!authority.arc) throw unavailable('This node is in no ring.', 'not-applied');
      return { settled: parts.isSettled() };
    },
  };
}

/** Records on their way. */
function recordHandlers(parts: StoreHandlerParts): Omit<Handlers, Access | Right> {
  const { context, intake, rehoming } = parts;
  const { read, chord, authority, queue, records, parameters } = context;
  return {
    'store.read': async (body, _from, { deadlineMs }) => {
      const key = read.key(body);
      const depth = read.count(read.fields(body)['depth']);
      const position = { keyId: chord.keyId(key), key };
      const deadlineAtMs = chord.clock.nowMs() + deadlineMs;
      // Behind a write of ours that runs, which is older than the asker's right to answer.
      if (queue.busy(key)) await queue.run(position, async () => undefined);
      const local = readableRecord(context, position);
      const latest = await intake.latest(position, local, deadlineAtMs, depth);
      return { record: latest ? encodeRecord(latest) : null };
    },

    'store.pull': (body, from) => {
      const { fromId, toId, after } = read.fields(body);
      const arc = { fromId: read.id(fromId), toId: read.id(toId) };
      rehoming.leaveTo(from, arc);
      const page = records.scan(arc, {
        records: parameters.pageRecordsMax,
        bytes: parameters.pageBytesMax,
        after: read.position(after),
      });
      for (const position of page.corrupt)
        context.events.emit({ type: 'record-corrupt', position });
      return {
        records: page.items.map(encodeRecord),
        next: page.next,
        complete: !intake.concerns(arc),
      };
    },

    'store.drop': async (body) => {
      const names = read
        .names(body)
        .map(({ key, version }) => ({ keyId: chord.keyId(key), key, version }));
      // What is ours now is kept, whoever says that it need not be.
      await records.write({ drop: names.filter(({ keyId }) => !authority.takes(keyId)) });
      return null;
    },

    'store.push': async (body, from) => {
      const encoded = read.array(read.fields(body)['records'], parameters.pageRecordsMax * 2);
      const taken = encoded.map(async (bytes) => {
        const record = acceptable(context, bytes, from);
        if (!record || !authority.takes(record.keyId)) return false;
        await mergeIn(context, record);
        return true;
      });
      return { taken: await Promise.all(taken) };
    },
  };
}
