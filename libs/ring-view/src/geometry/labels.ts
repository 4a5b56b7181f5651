// Places names around the circle without overlap: right half to the right, left half to the left.
import { pointAt, tenth, type Point } from './turns';

export interface LabelRequest {
  readonly turn: number;
  /** Higher priorities are placed first when there is no room for all. */
  readonly priority: number;
}

export interface Label {
  /** The index of the request. */
  readonly index: number;
  readonly side: 'left' | 'right';
  /** Where the text begins (right side) or ends (left side); vertically its middle. */
  readonly at: Point;
  /** The line from the node's mark to the text. */
  readonly leader: readonly [Point, Point];
}

export interface LabelOptions {
  /** Pixels from the centre to the marks' outer edge, and to the nearest text. */
  readonly markRadius: number;
  readonly labelRadius: number;
  /** Pixels that one label needs from top to bottom. */
  readonly height: number;
  /** Labels stay between -limit and +limit. */
  readonly limit: number;
}

/** Places the labels that fit, the most important first; the others are left out. */
export function placeLabels(requests: readonly LabelRequest[], options: LabelOptions): Label[] {
  const sides = { left: [] as number[], right: [] as number[] };
  requests.forEach(({ turn }, index) => sides[sideOf(turn)].push(index));
  return (['right', 'left'] as const)
    .flatMap((side) => placeSide(side, thin(sides[side], requests, options), requests, options))
    .sort((a, b) => a.index - b.index);
}

const sideOf = (turn: number): 'left' | 'right' => (turn <= 0.5 ? 'right' : 'left');

/** Keeps as many labels as fit on one side, by priority and then evenly. */
function thin(
  indices: readonly number[],
  requests: readonly LabelRequest[],
  options: LabelOptions,
): number[] {
  const room = Math.max(1, Math.floor((2 * options.limit) / options.height));
  if (indices.length <= room) return [...indices];
  const priorityOf = (index: number): number => requests[index]?.priority ?? 0;
  const firsts = indices.filter((index) => priorityOf(index) > 0);
  const chosen = firsts.sort((a, b) => priorityOf(b) - priorityOf(a)).slice(0, room);
  const others = indices.filter((index) => priorityOf(index) <= 0);
  const free = room - chosen.length;
  for (let slot = 0; slot < free; slot++) {
    const other = others[Math.floor(((slot + 0.5) * others.length) / free)];
    if (other !== undefined) chosen.push(other);
  }
  return chosen;
}

function placeSide(
  side: 'left' | 'right',
  indices: readonly number[],
  requests: readonly LabelRequest[],
  { markRadius, labelRadius, height, limit }: LabelOptions,
): Label[] {
  const wishes = indices
    .map((index) => ({ index, turn: requests[index]?.turn ?? 0 }))
    .map(({ index, turn }) => ({ index, turn, y: pointAt(turn, labelRadius).y }))
    .sort((a, b) => a.y - b.y);
  const ys = spread(
    wishes.map(({ y }) => y),
    height,
    limit,
  );
  return wishes.map(({ index, turn }, place) => {
    const y = ys[place] ?? 0;
    const sign = side === 'right' ? 1 : -1;
    const x = sign * Math.max(Math.sqrt(Math.max(labelRadius ** 2 - y ** 2, 0)), SIDE_GAP);
    const mark = pointAt(turn, markRadius);
    const at = { x: tenth(x), y: tenth(y) };
    return {
      index,
      side,
      at,
      leader: [
        { x: tenth(mark.x), y: tenth(mark.y) },
        { x: tenth(x - sign * LEADER_GAP), y: tenth(y) },
      ],
    };
  });
}

/** Half the gap between the left and the right column where they meet, and the gap before a text. */
const SIDE_GAP = 12;
const LEADER_GAP = 4;

/**
 * Moves sorted positions apart until neighbours differ by `height`, each as little as possible (least squares by
 * pooling adjacent violators), within ±limit.
 */
export function spread(wishes: readonly number[], height: number, limit: number): number[] {
  const groups: { sum: number; count: number }[] = [];
  wishes.forEach((wish, place) => {
    groups.push({ sum: wish - place * height, count: 1 });
    for (;;) {
      const last = groups.at(-1);
      const previous = groups.at(-2);
      if (!last || !previous || mean(previous) <= mean(last)) break;
      groups.splice(-2, 2, { sum: previous.sum + last.sum, count: previous.count + last.count });
    }
  });
  const highest = limit - height / 2 - (wishes.length - 1) * height;
  const lowest = -limit + height / 2;
  return groups
    .flatMap((group) => Array.from({ length: group.count }, () => mean(group)))
    .map((base, place) => Math.max(Math.min(base, highest), lowest) + place * height);
}

const mean = ({ sum, count }: { sum: number; count: number }): number => sum / count;
