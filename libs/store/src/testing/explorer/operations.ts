// A small world's primary: its writes and reads as in `primary/quorum-rounds.ts`, without the waiting.
import { Quorum } from '../../view/quorum';
import { hasView, isSealed } from '../../view/view-state';
import { sameNode } from '@chord-dht/chord';
import type { View } from '../../view/view';
import { keepLater, type Input, type Work } from './work';
import { NODES, indexOf, type Body, type Operation, type Records, type Stored } from './world';

/** Versions are told apart by the host that gave them. */
const HOSTS = 8;

type Answer =
  | { readonly kind: 'written'; readonly counts: boolean; readonly disk: string }
  | {
      readonly kind: 'has';
      readonly counts: boolean;
      readonly version: number;
      readonly disk: string;
    }
  | { readonly kind: 'sealed' | 'other-view' | 'refused' };

export function operate(work: Work, input: Input & { readonly type: 'write' | 'read' }): void {
  const { index, host } = work;
  const state = work.state();
  const view = state.view;
  if (!view || !state.serving || isSealed(state)) return;
  const { key, number, known, type } = input;
  const before = host.records[key] ?? null;
  const operation = {
    kind: type,
    number,
    key,
    view,
    stored: before,
    confirmed: [index],
    disks: [host.member.disk],
    refused: [],
    known,
  };
  if (type === 'read') {
    work.set({ operation });
    return settle(work, () => ask(work, operation));
  }
  const version = (Math.floor((before?.version ?? 0) / HOSTS) + 1) * HOSTS + index;
  const { epoch, lineage } = view;
  const writes = [...(before?.writes ?? []), number];
  const stored: Stored = { version, writes, view: { epoch, lineage } };
  work.set({ records: host.records.map((one, place) => (place === key ? stored : one)) });
  const write: Operation = { ...operation, stored };
  work.set({ operation: write });
  settle(work, () => ask(work, write));
}

/** A home replica asks its primary, and confirms with that that its view stands: as `ReadAttempt.remote`. */
export function askPrimary(work: Work, { key, known }: Input & { readonly type: 'get' }): void {
  const { view } = work.state();
  if (view) work.send(indexOf(view.primary), { of: 'nothing' }, { kind: 'get', view, key, known });
}

/** What the primary answers at once to a member of its view: as `Confirms.stands` with a witness. */
export function getHere(work: Work, { view, key, known }: Body & { readonly kind: 'get' }): void {
  const state = work.state();
  const { operation, records } = work.host;
  // Beside a write that runs the reading waits for its turn, and begins anew.
  if (!hasView(state, view) || !state.serving || isSealed(state) || operation?.key === key) return;
  noteMissed(work, records[key] ?? null, known);
}

function noteMissed(work: Work, stored: Stored | null, known: readonly number[]): void {
  const missed = known.filter((write) => !stored?.writes.includes(write));
  if (missed.length > 0)
    work.notes.push({ type: 'broken', sentence: `A reading has missed write ${missed.join()}.` });
}

function ask(work: Work, { kind, number, key, view, stored }: Operation): void {
  for (const { id } of view.members) {
    const to = NODES.findIndex((node) => node.id === id);
    if (to === work.index) continue;
    const purpose = { of: 'operation', number } as const;
    if (kind === 'read') work.send(to, purpose, { kind: 'read', view, key });
    else if (stored) work.send(to, purpose, { kind: 'write', view, key, stored });
  }
}

/** Ends the operation when a majority has confirmed it; otherwise goes on. */
function settle(work: Work, goOn: () => void): void {
  const { operation, records } = work.host;
  if (!operation) return;
  const { view, key, kind, number, known, confirmed, disks } = operation;
  const quorum = new Quorum(view.members, sameNode);
  if (!quorum.isReached(confirmed.map((index) => NODES[index]!))) return goOn();
  work.set({ operation: null });
  if (kind === 'write') {
    work.notes.push({ type: 'acknowledged', write: number, key, view, disks });
    return;
  }
  // What came meanwhile nobody has confirmed.
  if ((records[key]?.version ?? 0) !== (operation.stored?.version ?? 0)) return;
  noteMissed(work, records[key] ?? null, known);
}

/** As `requireView` and the handlers of a home replica. */
export function serveOperation(
  work: Work,
  from: number,
  body: Body & { readonly kind: 'write' | 'read' },
): Answer {
  const state = work.state();
  const { disk } = work.host.member;
  const { view, key } = body;
  if (hasView(state, view) && !isSealed(state)) {
    if (!state.view || indexOf(state.view.primary) !== from) return { kind: 'refused' };
    if (body.kind === 'read') {
      const version = work.host.records[key]?.version ?? 0;
      return { kind: 'has', counts: state.synced, version, disk };
    }
    keepLater(
      work,
      work.host.records.map((_, place) => (place === key ? body.stored : null)),
    );
    return { kind: 'written', counts: state.synced, disk };
  }
  const isBehind =
    !state.view || (state.view.lineage === view.lineage && state.view.epoch < view.epoch);
  return { kind: isBehind ? 'other-view' : 'sealed' };
}

export function onOperationReply(
  work: Work,
  from: number,
  reply: unknown,
  _: Records | null,
): void {
  const answer = reply as Answer;
  const operation = work.host.operation as Operation;
  switch (answer.kind) {
    case 'written':
      return answer.counts
        ? confirmed(work, operation, from, answer.disk)
        : refused(work, operation, from);
    case 'has':
      return onVersion(work, operation, from, answer);
    case 'sealed':
      refused(work, operation, from);
      return hasEnded(work, operation.view);
    default:
      return refused(work, operation, from);
  }
}

function onVersion(
  work: Work,
  operation: Operation,
  from: number,
  answer: Answer & { readonly kind: 'has' },
): void {
  const { counts, version } = answer;
  const { stored, view, key, number } = operation;
  const own = stored?.version ?? 0;
  if (version < own && stored) {
    // It is given what it lacks, and counts when it has it.
    return work.send(from, { of: 'operation', number }, { kind: 'write', view, key, stored });
  }
  // A later record of one that counts would have to be fetched first: this reading is given up.
  if (version > own && counts) return work.set({ operation: null });
  return counts ? confirmed(work, operation, from, answer.disk) : refused(work, operation, from);
}

function confirmed(work: Work, operation: Operation, from: number, disk: string): void {
  const { confirmed: others, disks } = operation;
  work.set({
    operation: {
      ...operation,
      confirmed: [...others, from].sort(),
      disks: [...disks, disk].sort(),
    },
  });
  settle(work, () => undefined);
}

function refused(work: Work, operation: Operation, from: number): void {
  work.set({ operation: { ...operation, refused: [...operation.refused, from].sort() } });
}

/** Its primary serves no more where the view has ended. */
function hasEnded(work: Work, view: View): void {
  const { member } = work.host;
  const parts = member.parts.map(({ arc, state }) =>
    hasView(state, view) ? { arc, state: { ...state, serving: false } } : { arc, state },
  );
  work.set({ member: { ...member, parts } });
}
