// The picture of a key's path as plain data.
import { chordBetween, curvePath, freePlace, type Curve } from '../geometry/curves';
import { placeLabels } from '../geometry/labels';
import { arcLine, arcPath, ownerships } from '../geometry/ownership';
import { arcEnd, pointAt, tenth, type Point } from '../geometry/turns';
import type { KeyPath, PathHop, PlacedNode, RingMember } from '../model/model';
import { visible } from '../text/visible';
import { isTurned, markPath, toneOf, type Tone } from './marks';
import { BAND_PX, KEY_LINE_GAP_PX, tintOf } from './ring-scene';
import type { Stage } from './stage';

export interface SceneHop {
  readonly number: number;
  readonly path: string;
  readonly curve: Curve;
  /** The position of the hop's number. */
  readonly badge: Point;
  readonly failed: boolean;
}

/** The role of a node in this lookup; the owner may also be the start. */
export type Role = 'start' | 'owner' | 'start-owner' | 'replica' | 'visited' | 'failed' | 'other';

export interface PathNode {
  readonly address: string;
  readonly at: Point;
  readonly mark: string;
  readonly tone: Tone;
  readonly turned: boolean;
  readonly role: Role;
}

export interface PathLabel {
  readonly of: string;
  readonly name: string;
  readonly sub: string;
  readonly role: Role | 'key';
  readonly anchor: 'start' | 'end';
  readonly at: Point;
  readonly leader: readonly [Point, Point];
}

export interface PathScene {
  readonly stage: Stage;
  readonly arcs: readonly {
    readonly address: string;
    readonly path: string;
    readonly tint: 0 | 1 | 2;
    readonly owner: boolean;
  }[];
  readonly nodes: readonly PathNode[];
  readonly labels: readonly PathLabel[];
  readonly hops: readonly SceneHop[];
  readonly key: { readonly at: Point; readonly toOwner: string };
}

const TRIM_PX = 17;
const BADGE_DISTANCE_PX = 24;
const LABEL_HEIGHT_PX = 31;
const LANE = 0.14;

/** @param members clockwise; nodes that are only in the lookup have to be added by `withVisited` */
export function pathScene(path: KeyPath, members: readonly RingMember[], stage: Stage): PathScene {
  const roles = rolesOf(path);
  const outside = stage.radius + BAND_PX / 2 + KEY_LINE_GAP_PX;
  const { position } = path.keyId;
  return {
    stage,
    arcs: ownerships(members).map(({ address, from, to }, index, all) => ({
      address,
      tint: tintOf(index, all.length),
      path: arcPath(from, to, stage.radius - BAND_PX / 2, stage.radius + BAND_PX / 2, 1),
      owner: address === path.owner.address,
    })),
    nodes: members.map((member) => nodeOf(member, roles, stage.radius)),
    labels: labelsOf(path, members, roles, stage),
    hops: hopsOf(path.hops, stage.radius),
    key: {
      at: rounded(pointAt(position, stage.radius)),
      toOwner: arcLine(position, arcEnd(position, path.owner.position), outside),
    },
  };
}

function rolesOf(path: KeyPath): Map<string, Role> {
  const roles = new Map<string, Role>();
  for (const { to, outcome } of path.hops)
    roles.set(to.address, outcome === 'failed' ? 'failed' : 'visited');
  for (const { address } of path.replicas) if (!roles.has(address)) roles.set(address, 'replica');
  roles.set(path.owner.address, 'owner');
  roles.set(
    path.start.address,
    path.start.address === path.owner.address ? 'start-owner' : 'start',
  );
  return roles;
}

function nodeOf(
  { node, state }: RingMember,
  roles: ReadonlyMap<string, Role>,
  radius: number,
): PathNode {
  const role = roles.get(node.address) ?? 'other';
  return {
    address: node.address,
    at: rounded(pointAt(node.position, radius)),
    mark: markPath(state, role === 'other' ? 6 : 8),
    tone: toneOf(state),
    turned: isTurned(state),
    role,
  };
}

/** Hops between the same two nodes get different lanes, so that a retry does not cover the first attempt. */
function hopsOf(hops: readonly PathHop[], radius: number): SceneHop[] {
  const lanes = new Map<string, number>();
  const taken = hops
    .flatMap(({ from, to }) => [from, to])
    .map(({ position }) => pointAt(position, radius));
  return hops.map(({ number, from, to, outcome }) => {
    const pair = `${from.id} ${to.id}`;
    const lane = lanes.get(pair) ?? 0;
    lanes.set(pair, lane + 1);
    const curve = chordBetween(from.position, to.position, radius, TRIM_PX, lane * LANE);
    const badge = rounded(freePlace(curve, taken, BADGE_DISTANCE_PX));
    taken.push(badge);
    return { number, path: curvePath(curve), curve, badge, failed: outcome === 'failed' };
  });
}

const WORDS: Partial<Record<Role, string>> = {
  start: 'start',
  owner: 'owner',
  'start-owner': 'start, owner',
  replica: 'replica',
  failed: 'silent',
};

function wordsOf(role: Role, { compact }: Stage): string | undefined {
  return WORDS[compact && role === 'start-owner' ? 'owner' : role];
}

function labelsOf(
  path: KeyPath,
  members: readonly RingMember[],
  roles: ReadonlyMap<string, Role>,
  stage: Stage,
): PathLabel[] {
  const wishes = members.map(({ node }) => {
    const role = roles.get(node.address) ?? 'other';
    return {
      turn: node.position,
      priority: role === 'other' ? 0 : 2,
      of: node.address,
      name: stage.nameOf(node.address),
      sub: wordsOf(role, stage) ?? stage.idOf(node.printedId),
      role,
    };
  });
  const key = {
    turn: path.keyId.position,
    priority: 3,
    of: path.key,
    name: stage.fit(visible(path.key)),
    sub: stage.idOf(path.keyId.printedId),
    role: 'key' as const,
  };
  const all = [...wishes, key];
  const options = {
    markRadius: stage.radius + BAND_PX / 2 + 1,
    labelRadius: stage.labelRadius,
    height: LABEL_HEIGHT_PX,
    limit: stage.height / 2 - 2,
  };
  return placeLabels(all, options).flatMap(({ index, side, at, leader }) => {
    const wish = all[index];
    if (!wish) return [];
    const { of, name, sub, role } = wish;
    return [
      {
        of,
        name,
        sub,
        role,
        at,
        leader,
        anchor: side === 'right' ? 'start' : 'end',
      } satisfies PathLabel,
    ];
  });
}

/** The members and the nodes of a lookup that are not among them, all clockwise. */
export function withVisited(members: readonly RingMember[], path: KeyPath): RingMember[] {
  const known = new Set(members.map(({ node }) => node.address));
  const all = [...members];
  for (const node of [path.start, ...path.hops.flatMap(({ from, to }) => [from, to]), path.owner]) {
    if (known.has(node.address)) continue;
    known.add(node.address);
    all.push(stranger(node, path));
  }
  return all.sort((a, b) => a.node.position - b.node.position);
}

function stranger(node: PlacedNode, { hops }: KeyPath): RingMember {
  const answered = !hops.some(
    ({ to, outcome }) => to.address === node.address && outcome === 'failed',
  );
  return {
    node,
    state: answered ? 'member' : 'unreachable',
    self: false,
    predecessor: null,
    successors: [],
    fingers: [],
    share: null,
    keys: null,
    ownBytes: null,
    copies: null,
    bytes: null,
    ageMs: 0,
  };
}

const rounded = ({ x, y }: Point): Point => ({ x: tenth(x), y: tenth(y) });
