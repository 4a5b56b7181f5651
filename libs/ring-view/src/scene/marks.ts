// The mark of every state: a shape and a colour token, so that neither is the only difference.
import {
  symbol,
  symbolCircle,
  symbolCross,
  symbolSquare,
  symbolTriangle,
  type SymbolType,
} from 'd3';
import { shorten } from '../geometry/ownership';
import type { Moving, NodeState, RingMember } from '../model/model';
import { count, grouped, lasting, percent } from '../text/numbers';

export type Tone = 'well' | 'coming' | 'going' | 'lost' | 'ghost';

interface Mark {
  readonly shape: SymbolType;
  readonly tone: Tone;
  readonly words: string;
  readonly turned?: boolean;
}

const MARKS: Readonly<Record<NodeState, Mark>> = {
  alone: { shape: symbolCircle, tone: 'well', words: 'alone' },
  member: { shape: symbolCircle, tone: 'well', words: 'member' },
  starting: { shape: symbolTriangle, tone: 'coming', words: 'starting' },
  joining: { shape: symbolTriangle, tone: 'coming', words: 'joining' },
  leaving: { shape: symbolSquare, tone: 'going', words: 'leaving' },
  left: { shape: symbolSquare, tone: 'going', words: 'has left' },
  unreachable: { shape: symbolCross, tone: 'lost', words: 'does not answer', turned: true },
  lost: { shape: symbolCircle, tone: 'ghost', words: 'lost' },
};

export const toneOf = (state: NodeState): Tone => MARKS[state].tone;
export const wordsOf = (state: NodeState): string => MARKS[state].words;
export const isTurned = (state: NodeState): boolean => MARKS[state].turned ?? false;

const outlines = new Map<string, string>();

/** The outline of a state's mark round (0, 0). `radius`: pixels of a circle of the same area. */
export function markPath(state: NodeState, radius: number): string {
  const name = `${state} ${radius}`;
  // Cached, because a large ring has few states and each of its marks is rendered with every change.
  const outline = outlines.get(name) ?? outlineOf(state, radius);
  outlines.set(name, outline);
  return outline;
}

function outlineOf(state: NodeState, radius: number): string {
  return shorten(symbol(MARKS[state].shape, Math.PI * radius ** 2)() ?? '');
}

/** `member`, `joining`, `lost 2 min ago`, `member, settling: 40 % of 1,000 records, 12 s left`. */
export function stateOf({ state, note, moving }: RingMember): string {
  if (note !== undefined) return note;
  if (!moving) return wordsOf(state);
  const { records, secondsLeft } = moving;
  const left = secondsLeft === null ? '' : `, ${lasting(secondsLeft * 1_000)} left`;
  const share = percent(settledOf(moving));
  return `${wordsOf(state)}, settling: ${share} of ${grouped(records)} records${left}`;
}

/** The share of the moving records that has arrived, 0 to 1. */
export function settledOf({ records, done }: Moving): number {
  return records > 0 ? Math.min(1, done / records) : 0;
}

/** One sentence about a member, for screen readers and for the line under the picture. */
export function describe(member: RingMember): string {
  const parts = [
    member.node.address + (member.self ? ' (this node)' : ''),
    `id ${member.node.printedId}`,
  ];
  parts.push(stateOf(member));
  if (member.share !== null) parts.push(`owns ${percent(member.share)}`);
  if (member.keys !== null) parts.push(count(member.keys, 'key'));
  return parts.join(', ');
}
