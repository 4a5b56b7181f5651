// The handlers of the routing layer's messages.
import { ChordError } from './base/errors';
import { nextHop } from './lookup/next-hop';
import { findRecursively } from './lookup/recursive-lookup';
import { closeGap } from './maintenance/goodbye';
import type { Entry } from './maintenance/entry';
import type { Maintenance } from './maintenance/maintenance';
import type { MemberContext } from './context/member-context';
import type { PointerState } from './messages/chord-messages';
import type { Dispatcher } from './messages/dispatcher';

/** Messages that are answered in every state, also before a join and after a departure. */
const ALWAYS: ReadonlySet<string> = new Set(['chord.identify']);

/**
 * A node that has not joined yet refuses to route, and one that left answers nothing (Zave, TSE 2017, section 5).
 * @throws ChordError `NOT_MEMBER`
 */
export function admit({ state }: MemberContext, type: string): void {
  const { membership } = state;
  if (
    ALWAYS.has(type) ||
    membership === 'alone' ||
    membership === 'member' ||
    membership === 'leaving'
  )
    return;
  throw new ChordError(
    'NOT_MEMBER',
    `${state.self.address} is ${membership === 'left' ? 'no member any more' : 'not a member yet'}.`,
  );
}

export function registerChordHandlers(
  dispatcher: Dispatcher,
  context: MemberContext,
  maintenance: Maintenance,
  entry: Entry,
): void {
  registerReadings(dispatcher, context, maintenance);
  registerRouting(dispatcher, context, maintenance);
  registerNeighbours(dispatcher, context, maintenance);
  registerEntry(dispatcher, context, maintenance, entry);
}

function registerReadings(
  dispatcher: Dispatcher,
  { self, state, instance, settings }: MemberContext,
  { change }: Maintenance,
): void {
  const pointers = (): PointerState => ({
    membership: state.membership,
    predecessor: state.predecessor,
    successors: state.successors,
  });
  dispatcher.on('chord.identify', () => ({
    node: self,
    membership: state.membership,
    ...(instance === undefined ? {} : { instance }),
    ...(settings === undefined ? {} : { settings }),
  }));
  dispatcher.on('chord.ping', () => ({ membership: state.membership }));
  dispatcher.on('chord.view', pointers);
  dispatcher.on('chord.state', () => {
    if (change.pending)
      throw new ChordError('PENDING', `${self.address} is changing its pointers; ask again.`);
    state.wasAskedAlone ||= state.membership === 'alone';
    return pointers();
  });
}

function registerRouting(
  dispatcher: Dispatcher,
  context: MemberContext,
  maintenance: Maintenance,
): void {
  const { state, read, clock, parameters } = context;
  dispatcher.on('chord.step', (body) => {
    const { target, avoid } = read.fields(body);
    // The caller's dead nodes are avoided for this answer only; this node's own stabilisation checks them, so that no
    // caller can empty its tables.
    return nextHop(state, read.id(target), new Set(read.ids(avoid)));
  });
  dispatcher.on('chord.find', (body, _from, { deadlineMs }) => {
    const { target, avoid, hopsLeft } = read.fields(body);
    const question = {
      target: read.id(target),
      avoid: read.ids(avoid),
      hopsLeft: Math.min(read.count(hopsLeft), parameters.hopsMax),
    };
    return findRecursively(context, question, clock.nowMs() + deadlineMs, maintenance.reportDead);
  });
}

function registerNeighbours(
  dispatcher: Dispatcher,
  context: MemberContext,
  maintenance: Maintenance,
): void {
  const { read, events } = context;
  const { stabiliser, rectifier, lostPeers } = maintenance;
  dispatcher.on('chord.notify', async (_body, from) => ({
    updated: await rectifier.notified(from),
  }));
  dispatcher.on('chord.hint', (body) => {
    const candidate = read.node(read.fields(body)['candidate']);
    maintenance.inBackground(stabiliser.tryCandidate(candidate));
    return null;
  });
  dispatcher.on('chord.goodbye', (body, from) => {
    const { predecessor, returning } = read.fields(body);
    const itsPredecessor = read.optionalNode(predecessor);
    events.emit({ type: 'peer-said-goodbye', node: from, returning: returning === true });
    const closing = closeGap(context, { stabiliser, rectifier }, from, itsPredecessor);
    maintenance.inBackground(
      closing.finally(() => {
        if (returning === true) lostPeers.add(from);
        else lostPeers.remove(from.address);
      }),
    );
    return null;
  });
}

function registerEntry(
  dispatcher: Dispatcher,
  { self, state, read, events }: MemberContext,
  maintenance: Maintenance,
  entry: Entry,
): void {
  dispatcher.on('chord.invite', async (body, _from, { deadlineMs }) => {
    const { via } = read.fields(body);
    if (typeof via !== 'string')
      throw new ChordError('MALFORMED', 'An invitation names the address to join through.');
    if (state.membership !== 'alone')
      throw new ChordError('NOT_ALONE', `${self.address} is in a ring already.`);
    await entry.joinVia([via], deadlineMs);
    return null;
  });
  dispatcher.on('chord.meet', (_body, from) => {
    events.emit({ type: 'rings-met', node: from });
    maintenance.inBackground(entry.meet(from));
    return null;
  });
}
