// This node's view states: a promise is durable before it is answered.
import type { Id, IdSpace, NodeRef } from '@chord-dht/chord';
import type { RecordStore } from '../arc/record-store';
import type { Arc } from '../record/position';
import { isDiskName } from './incarnation';
import { countsElsewhere, formerOnlyMember } from './former-name';
import { nameOfTwo, withNames, type Rename } from './renamed';
import { ViewMap, type Segment } from './view-map';
import { sent, ViewReader } from './view-codec';
import { isFirst, isView, type View, type ViewName } from './view';
import { isBound, isHearsay, NO_VIEW, type ViewState } from './view-state';

const STATE_NAME = 'views';
const FORMAT = 1;
/** The most given-up lineages that are kept. Each stems from a join; hardly ever more than one fails. */
const GIVEN_UP_MAX = 8;

export class ViewBook {
  /** Drawn when the disk was first used; a node that has lost its disk has another. */
  readonly disk: string;
  private readonly map: ViewMap;
  /** Lineages that this node has begun and given up while they had no records, the latest last. */
  private readonly givenUp: string[];
  /** Grows with every change, before a promise or an answer that rests on it. */
  revision = 0;
  private saving: Promise<void> = Promise.resolve();
  private saveAgain: Promise<void> | undefined;
  /** The number of saves that have not ended, or have failed. */
  private unsaved = 0;

  constructor(
    private readonly records: Pick<RecordStore, 'count' | 'getState' | 'putState'>,
    space: IdSpace,
    /** The name for the disk if it has none yet. */
    disk: string,
    self: NodeRef,
  ) {
    const kept = load(records.getState(STATE_NAME), new ViewReader(space));
    const former = formerOnlyMember(
      kept.states.map(({ state }) => state),
      self,
    );
    this.disk = former ? disk : (kept.disk ?? disk);
    this.map = new ViewMap(former ? [] : kept.states);
    this.givenUp = former ? [] : [...kept.givenUp];
  }

  /** True for a node without any view: a new one, or one that has lost its disk. */
  get isEmpty(): boolean {
    return this.map.all().length === 0;
  }

  /**
   * True for a node that shares its lineage with no other: it has the view that it began with, and perhaps views of a
   * ring that counts on it from before it lost its disk.
   */
  get isNew(): boolean {
    const views = this.map.all().flatMap(({ state }) => state.view ?? []);
    const own = new Set(views.filter(isFirst).map(({ lineage }) => lineage));
    return (
      (own.size > 0 || views.length === 0) &&
      views.every((view) => isFirst(view) || !own.has(view.lineage))
    );
  }

  /** True for a new node whose own lineage has no records. */
  get isBlank(): boolean {
    if (!this.isNew) return false;
    const own = this.map.all().filter(({ state }) => !state.view || isFirst(state.view));
    return own.every(({ arc }) => this.records.count(arc) === 0);
  }

  /** The lineage that this node has begun, while no view has followed there. */
  firstLineage(self: NodeRef): string | undefined {
    const views = this.map.all().flatMap(({ state }) => state.view ?? []);
    return views.find((view) => isFirst(view) && view.primary.id === self.id)?.lineage;
  }

  at(id: Id): Segment {
    return this.map.at(id);
  }

  within(arc: Arc): Segment[] {
    return this.map.within(arc);
  }

  all(): readonly Segment[] {
    return this.map.all();
  }

  /** Begins a lineage, with the whole ring as this node's arc. */
  begin(self: NodeRef, lineage: string): Promise<void> {
    // A new node and one that has lost its disk look the same: `forgot` is set.
    return this.update({ fromId: self.id, toId: self.id }, () => firstOf(self, lineage));
  }

  /** True for a node that has given up the view it began with, and has learnt of no other since. */
  get hasNothing(): boolean {
    return this.givenUp.length > 0 && this.map.all().every(({ state }) => state.view === null);
  }

  /** Restores the view that this node has given up to join a ring that did not accept it. */
  takeBack(self: NodeRef): Promise<void> {
    const lineage = this.givenUp.at(-1);
    return this.update({ fromId: self.id, toId: self.id }, (state) =>
      state.view === null && lineage !== undefined ? firstOf(self, lineage) : state,
    );
  }

  /**
   * Another node knows the view that this node has begun and given up, and goes on from it: only this node can answer
   * for it. Where this node has nothing but hearsay, it restores that view; the next `save` makes it durable.
   */
  recall(arc: Arc, self: NodeRef, { epoch, lineage }: ViewName): void {
    const first = firstOf(self, lineage);
    if (!isView(first.view, { epoch, lineage }) || !this.givenUp.includes(lineage)) return;
    const recalled = this.within(arc).map((part) =>
      isIdle(part.state) ? { arc: part.arc, state: { ...first, serving: false } } : part,
    );
    this.set(recalled);
  }

  /**
   * Drops the views of a ring of one without records that joins another ring. Promises stay, and so does a view whose
   * successor is being chosen.
   */
  forget(self: NodeRef): Promise<void> {
    const lineage = this.firstLineage(self);
    if (lineage !== undefined && !this.givenUp.includes(lineage)) this.givenUp.push(lineage);
    if (this.givenUp.length > GIVEN_UP_MAX) this.givenUp.shift();
    return this.update({ fromId: self.id, toId: self.id }, (state) =>
      state.view && (!isFirst(state.view) || isBound(state)) ? state : NO_VIEW,
    );
  }

  /** Changes the states of an arc; takes effect at once and resolves when it is durable. */
  update(arc: Arc, change: (state: ViewState, part: Arc) => ViewState): Promise<void> {
    this.revision += 1;
    this.map.update(arc, (state, part) => this.complete(change(state, part)));
    return this.save();
  }

  /** Sets new states for parts of an arc, as `within` returns them; the next `save` makes them durable. */
  set(parts: readonly Segment[]): void {
    for (const { arc, state } of parts) {
      if (this.map.at(arc.toId).state === state) continue;
      this.revision += 1;
      this.map.update(arc, () => this.complete(state));
    }
  }

  /**
   * Other nodes may report the view that this node began with after it has given that up. It has everything that was
   * written there, which is nothing; as a member that has lost its disk it would block the other members for ever.
   */
  private complete(state: ViewState): ViewState {
    const { view, synced } = state;
    const isVoid = view !== null && isFirst(view) && this.givenUp.includes(view.lineage);
    return isVoid && !synced ? { ...state, synced: true, forgot: false } : state;
  }

  /** Changes the part of the state that is not stored: whether this node serves. */
  mark(arc: Arc, serving: (state: ViewState) => boolean): void {
    this.map.update(arc, (state) =>
      state.serving === serving(state) ? state : { ...state, serving: serving(state) },
    );
  }

  /** True when every change is durable. */
  get isAtRest(): boolean {
    return this.unsaved === 0;
  }

  /** Resolves when every change is durable. */
  rest(): Promise<void> {
    return this.saveAgain ?? this.saving;
  }

  /** Resolves when every change so far is durable. One write at a time; changes made during one share the next. */
  save(): Promise<void> {
    this.saveAgain ??= this.saveAfterwards();
    return this.saveAgain;
  }

  private async saveAfterwards(): Promise<void> {
    this.unsaved += 1;
    await this.saving;
    this.saveAgain = undefined;
    this.saving = this.records.putState(STATE_NAME, this.text());
    await this.saving;
    this.unsaved -= 1;
  }

  private text(): string {
    return textOf(this.disk, this.map, this.givenUp);
  }
}

function textOf(disk: string | undefined, map: ViewMap, givenUp: readonly string[]): string {
  const segments = map.all().map(sent);
  return JSON.stringify({ format: FORMAT, disk, segments, ...(givenUp.length > 0 && { givenUp }) });
}

/**
 * Renames members in the state on a disk, before its node is created; resolves when that is durable. A member is its
 * disk: the node that has the disk keeps the promises made under the former name, and no other node may use that name
 * any more.
 * @returns a name that two members of a view would bear, and nothing is changed then; usually `undefined`
 */
export async function renameMembers(
  records: Pick<RecordStore, 'getState' | 'putState'>,
  space: IdSpace,
  rename: Rename,
): Promise<string | undefined> {
  const kept = records.getState(STATE_NAME);
  const { disk, givenUp, states } = load(kept, new ViewReader(space));
  const renamed = states.map(({ toId, state }) => ({ toId, state: withNames(state, rename) }));
  const twice = renamed.map(({ state }) => nameOfTwo(state)).find((name) => name !== undefined);
  if (twice !== undefined) return twice;
  const text = textOf(disk, new ViewMap(renamed), givenUp);
  if (states.length > 0 && text !== kept) await records.putState(STATE_NAME, text);
  return undefined;
}

/**
 * True for the disk of a member that shared its views with others and had another name. It looks like that member, and
 * must not take part in a ring under its new name: its state of the views is not its own.
 */
export function isDiskOfAnother(
  records: Pick<RecordStore, 'getState'>,
  space: IdSpace,
  self: NodeRef,
): boolean {
  const states = statesOf(records, space);
  return formerOnlyMember(states, self) === undefined && countsElsewhere(states, self);
}

/** Returns the first of these names under which a disk counts as a member of its views. */
export function memberAmong(
  records: Pick<RecordStore, 'getState'>,
  space: IdSpace,
  names: readonly NodeRef[],
): NodeRef | undefined {
  const states = statesOf(records, space);
  return names.find((name) => !countsElsewhere(states, name));
}

function statesOf(records: Pick<RecordStore, 'getState'>, space: IdSpace): ViewState[] {
  return load(records.getState(STATE_NAME), new ViewReader(space)).states.map(({ state }) => state);
}

/** The node holds nothing here, and has promised nothing: at most it has hearsay. */
function isIdle(state: ViewState): boolean {
  return state.view === null || isHearsay(state);
}

/** The first view of a lineage, with one node as its only member in the whole ring. */
function firstOf(self: NodeRef, lineage: string): ViewState {
  const view: View = { epoch: 1, lineage, primary: self, members: [self] };
  return { ...NO_VIEW, view, synced: true, serving: true };
}

interface Kept {
  readonly disk: string | undefined;
  readonly states: { toId: Id; state: ViewState }[];
  readonly givenUp: readonly string[];
}

function load(text: string | undefined, read: ViewReader): Kept {
  if (text === undefined) return { disk: undefined, states: [], givenUp: [] };
  const { format, disk, segments, givenUp = [] } = JSON.parse(text) as Record<string, unknown>;
  if (format !== FORMAT)
    throw new Error(
      `The views on disk have format ${String(format)}; this version reads ${FORMAT}.`,
    );
  const states = read
    .segments(segments)
    .map(({ arc, state }) => ({ toId: arc.toId, state: { ...state, serving: false } }));
  return { disk: isDiskName(disk) ? disk : undefined, states, givenUp: givenUp as string[] };
}
