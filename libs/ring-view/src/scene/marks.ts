// Knows the mark of every state: a shape and a colour token, so that neither alone has to carry it.
import {
  symbol,
  symbolCircle,
  symbolCross,
  symbolSquare,
  symbolTriangle,
  type SymbolType,
} from 'd3';
import { shorten } from '../geometry/ownership';
import type { NodeState, RingMember } from '../model';
import { count, percent } from '../text/numbers';

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

/** The outline of a state's mark round (0, 0). `radius`: pixels of a circle of the same area. */
export function markPath(state: NodeState, radius: number): string {
  return shorten(symbol(MARKS[state].shape, Math.PI * radius ** 2)() ?? '');
}

/** One sentence about a member, for those who cannot see the picture and for the line under it. */
export function describe(member: RingMember): string {
  const parts = [
    member.node.address + (member.self ? ' (this node)' : ''),
    `id ${member.node.printedId}`,
  ];
  parts.push(member.note ?? wordsOf(member.state));
  if (member.share !== null) parts.push(`owns ${percent(member.share)}`);
  if (member.keys !== null) parts.push(count(member.keys, 'key'));
  return parts.join(', ');
}
