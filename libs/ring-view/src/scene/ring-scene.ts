// The picture of the ring as plain data, which Angular renders.
import { arcLine, arcPath, ownerships } from '../geometry/ownership';
import { placeLabels } from '../geometry/labels';
import { arcEnd, pointAt, tenth, type Point } from '../geometry/turns';
import type { PlacedKey, RingMember, UnreadArc } from '../model/model';
import { visible } from '../text/visible';
import { describe, isTurned, markPath, settledOf, toneOf, type Tone } from './marks';
import { relationsOf, type Relations } from './relations';
import type { Stage } from './stage';
import { targetPath } from './target';

export interface SceneArc {
  readonly address: string;
  readonly path: string;
  /** The tint: neighbours differ, so that their border is visible. */
  readonly tint: 0 | 1 | 2;
  readonly reported: boolean;
  readonly selected: boolean;
  /** The keys per length, relative to the densest arc: 0 to 1; null where unknown. */
  readonly density: number | null;
}

export interface SceneNode {
  readonly address: string;
  readonly at: Point;
  readonly mark: string;
  /** The outline in which a pointer selects this node, relative to `at`. */
  readonly target: string;
  readonly tone: Tone;
  readonly turned: boolean;
  readonly self: boolean;
  readonly selected: boolean;
  readonly suspect: boolean;
  /** The share of the moving records that has arrived, 0 to 1; null when the node is settled. */
  readonly settled: number | null;
  readonly faded: boolean;
  readonly words: string;
}

export interface SceneLabel {
  readonly of: string;
  readonly kind: 'node' | 'key';
  readonly name: string;
  readonly id: string;
  readonly anchor: 'start' | 'end';
  readonly at: Point;
  readonly leader: readonly [Point, Point];
  readonly selected: boolean;
  readonly faded: boolean;
}

export interface RingScene {
  readonly stage: Stage;
  readonly arcs: readonly SceneArc[];
  /** Outlines of the stretches whose keys cannot be read. */
  readonly unread: readonly string[];
  readonly nodes: readonly SceneNode[];
  readonly labels: readonly SceneLabel[];
  readonly relations: Relations;
  readonly key: { readonly at: Point; readonly toOwner: string | null } | null;
}

export interface RingSceneOptions {
  readonly members: readonly RingMember[];
  readonly stage: Stage;
  readonly selected?: string | null;
  readonly fingersShown?: boolean;
  readonly key?: PlacedKey | null;
  readonly keyOwner?: string | null;
  /** The addresses in violations of invariants. */
  readonly suspects?: readonly string[];
  readonly unread?: readonly UnreadArc[];
  /** If given, all other members are faded. */
  readonly matched?: readonly string[] | null;
}

export const BAND_PX = 14;
/** The distance in pixels from the band to the line between a key and its owner. */
export const KEY_LINE_GAP_PX = 4;
const MARK_PX = 8;
const CROWDED_MARK_PX = 5.5;
const LABEL_HEIGHT_PX = 31;
const EDGE_PX = 2;

/** The parts of a picture that do not depend on the selection: in a large ring they take long, and a click must not. */
export type RingShapes = Pick<RingScene, 'arcs' | 'unread' | 'nodes'>;

export function ringShapes(options: Omit<RingSceneOptions, 'selected'>): RingShapes {
  const { members, stage, unread = [] } = options;
  return {
    arcs: arcsOf(members, stage),
    unread: unread.map(({ from, to }) =>
      arcPath(from, to, stage.radius - BAND_PX, stage.radius + BAND_PX),
    ),
    nodes: nodesOf(options),
  };
}

export function ringScene(options: RingSceneOptions, shapes = ringShapes(options)): RingScene {
  const { members, stage, selected = null, key = null } = options;
  const chosen = members.find(({ node }) => node.address === selected);
  const relations = relationsOf(chosen, stage);
  const mark = <Shape extends { readonly address: string }>(all: readonly Shape[]) =>
    all.map((shape) => ({ ...shape, selected: shape.address === selected }));
  return {
    stage,
    arcs: mark(shapes.arcs),
    unread: shapes.unread,
    nodes: mark(shapes.nodes),
    labels: labelsOf(options),
    relations: options.fingersShown === false ? { ...relations, fingers: [] } : relations,
    key: key && keyOf(key, options),
  };
}

function arcsOf(members: readonly RingMember[], { radius }: Stage): SceneArc[] {
  const densities = new Map(
    members.map(({ node, keys, share }) => [
      node.address,
      keys === null || !share ? null : keys / share,
    ]),
  );
  const most = Math.max(1, ...[...densities.values()].map((density) => density ?? 0));
  return ownerships(members).map(({ address, from, to, reported }, index, all) => ({
    address,
    path: arcPath(from, to, radius - BAND_PX / 2, radius + BAND_PX / 2, 1),
    tint: tintOf(index, all.length),
    reported,
    selected: false,
    density: part(densities.get(address) ?? null, most),
  }));
}

const part = (density: number | null, most: number): number | null =>
  density === null ? null : density / most;

/**
 * Two tints alternate; with an odd number of arcs the last one would have the tint of the first, so it gets a third.
 */
export function tintOf(index: number, count: number): 0 | 1 | 2 {
  if (count > 1 && count % 2 === 1 && index === count - 1) return 2;
  return index % 2 === 0 ? 0 : 1;
}

function nodesOf(options: Omit<RingSceneOptions, 'selected'>): SceneNode[] {
  const { members, stage } = options;
  const turns = members.map(({ node }) => node.position);
  return members.map((member, index) =>
    nodeOf(member, targetPath(turns, index, stage.radius), options),
  );
}

function nodeOf(
  member: RingMember,
  target: string,
  { stage, members, suspects, matched }: Omit<RingSceneOptions, 'selected'>,
): SceneNode {
  const { address, position } = member.node;
  return {
    address,
    at: rounded(pointAt(position, stage.radius)),
    mark: markPath(member.state, members.length > 60 ? CROWDED_MARK_PX : MARK_PX),
    target,
    tone: toneOf(member.state),
    turned: isTurned(member.state),
    self: member.self,
    selected: false,
    suspect: suspects?.includes(address) ?? false,
    settled: member.moving ? settledOf(member.moving) : null,
    faded: isFaded(address, matched),
    words: describe(member),
  };
}

/** The key is on the band; a thin line outside it runs clockwise to its owner. */
function keyOf(
  { position }: PlacedKey,
  { stage, members, keyOwner }: RingSceneOptions,
): RingScene['key'] {
  const owner = members.find(({ node }) => node.address === keyOwner);
  const outside = stage.radius + BAND_PX / 2 + KEY_LINE_GAP_PX;
  return {
    at: rounded(pointAt(position, stage.radius)),
    toOwner: owner ? arcLine(position, arcEnd(position, owner.node.position), outside) : null,
  };
}

function labelsOf(options: RingSceneOptions): SceneLabel[] {
  const { members, stage, selected = null, key } = options;
  const requests = members.map((member) => ({
    turn: member.node.position,
    priority: priorityOf(member, selected),
  }));
  const placed = placeLabels(key ? [...requests, { turn: key.position, priority: 4 }] : requests, {
    markRadius: stage.radius + BAND_PX / 2 + 1,
    labelRadius: stage.labelRadius,
    height: LABEL_HEIGHT_PX,
    limit: stage.height / 2 - EDGE_PX,
  });
  // Only the labels that fit are drawn: few of a large ring.
  return placed.flatMap(({ index, side, at, leader }) => {
    const member = members[index];
    const words = member ? nodeLabel(member, options) : key && keyLabel(key, stage);
    const anchor = side === 'right' ? ('start' as const) : ('end' as const);
    return words ? [{ ...words, at, leader, anchor }] : [];
  });
}

type LabelWords = Pick<SceneLabel, 'of' | 'kind' | 'name' | 'id' | 'selected' | 'faded'>;

function nodeLabel(
  { node: { address, printedId }, note }: RingMember,
  { stage, selected, matched }: RingSceneOptions,
): LabelWords {
  return {
    of: address,
    kind: 'node',
    name: stage.nameOf(address),
    id: note ?? stage.idOf(printedId),
    selected: address === selected,
    faded: isFaded(address, matched),
  };
}

function keyLabel({ key, printedId }: PlacedKey, stage: Stage): LabelWords {
  return {
    of: key,
    kind: 'key',
    name: stage.fit(visible(key)),
    id: stage.idOf(printedId),
    selected: false,
    faded: false,
  };
}

function priorityOf(member: RingMember, selected: string | null): number {
  if (member.node.address === selected) return 3;
  if (member.self) return 2;
  return member.state === 'member' && !member.moving ? 0 : 1;
}

function isFaded(address: string, matched: readonly string[] | null | undefined): boolean {
  return matched ? !matched.includes(address) : false;
}

const rounded = ({ x, y }: Point): Point => ({ x: tenth(x), y: tenth(y) });
