import { consideredFingers } from './considered';
import { hop, pathOf, ringOf } from '../testing/fixtures';
import { pathScene, withVisited } from './path-scene';
import type { RingMember } from '../model/model';
import { ringScene, ringShapes, tintOf } from './ring-scene';
import { stageFor } from './stage';
import { targetPath } from './target';
import { clockwise, pointAt } from '../geometry/turns';

const members = ringOf([132, 458, 520, 673]);
const stage = stageFor(
  720,
  members.map(({ node }) => node),
);

describe('the stage', () => {
  it('leaves room for the names at any width from 280 pixels', () => {
    for (const width of [286, 360, 500, 720, 1200]) {
      const { radius, labelRadius, nameOf, idOf } = stageFor(
        width,
        members.map(({ node }) => node),
      );
      const letters = Math.max(
        nameOf('localhost:5132').length,
        idOf('e269a0fc451116507d03').length,
      );
      expect(radius).toBeGreaterThan(width / 4.5);
      expect(labelRadius + letters * 7.3).toBeLessThanOrEqual(width / 2 + 1);
    }
  });

  it('cuts names that share no host where even the smallest circle leaves little room', () => {
    const named = ['localhost:5000', 'db7.example.org:5000'].map((address) => ({
      ...{ address, printedId: 'e269a0fc451116507d03' },
    }));
    const { labelRadius, nameOf } = stageFor(336, named);
    const lengths = named.map(({ address }) => nameOf(address).length);
    expect(labelRadius + Math.max(...lengths) * 7.3).toBeLessThanOrEqual(336 / 2);
    expect(stageFor(1200, named).nameOf('db7.example.org:5000')).toBe('db7.example.org:5000');
  });
});

describe('the picture of a ring', () => {
  it('has a mark, an arc and a label for every member', () => {
    const { nodes, arcs, labels } = ringScene({ members, stage });
    expect([nodes.length, arcs.length, labels.length]).toEqual([4, 4, 4]);
  });

  it('shows the pointers of the selected member only, and its fingers only when wanted', () => {
    const shown = ringScene({ members, stage, selected: 'localhost:5458' }).relations;
    expect(shown.fingers.map(({ address }) => address)).toEqual([
      'localhost:5520',
      'localhost:5673',
    ]);
    expect(shown.successors.map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(shown.predecessorLine).not.toBeNull();
    expect(ringScene({ members, stage }).relations.fingers).toEqual([]);
    expect(
      ringScene({ members, stage, selected: 'localhost:5458', fingersShown: false }).relations
        .fingers,
    ).toEqual([]);
  });

  it('marks suspects, fades what was not found, and links a key with its owner', () => {
    const scene = ringScene({
      members,
      stage,
      suspects: ['localhost:5520'],
      matched: ['localhost:5132'],
      key: { key: 'a\u202eb', printedId: '500', position: 500 / 1024 },
      keyOwner: 'localhost:5520',
    });
    expect(scene.nodes.map(({ suspect, faded }) => [suspect, faded])).toEqual([
      [false, false],
      [false, true],
      [true, true],
      [false, true],
    ]);
    expect(scene.key?.toOwner).toMatch(/^M/);
    expect(scene.labels.find(({ kind }) => kind === 'key')?.name).toBe('a\\u{202e}b');
  });

  it('gives every state another shape', () => {
    const states = ringScene({
      members: ringOf([1, 200, 400, 600], { 200: 'joining', 400: 'leaving', 600: 'unreachable' }),
      stage,
    });
    expect(new Set(states.nodes.map(({ mark }) => mark)).size).toBe(4);
    expect(new Set(states.nodes.map(({ tone }) => tone)).size).toBe(4);
  });

  it('draws the progress of moving records, and describes it', () => {
    const [first, ...others] = ringOf([1, 200, 400]);
    const moving = { records: 1_000, done: 250, secondsLeft: 12 };
    const { nodes, labels } = ringScene({
      members: [{ ...(first as RingMember), moving }, ...others],
      stage,
    });
    expect(nodes.map(({ settled }) => settled)).toEqual([0.25, null, null]);
    expect(nodes[0]?.words).toContain('member, settling: 25 % of 1,000 records, 12 s left');
    expect(labels).toHaveLength(3);
  });

  it('is marked where it is selected without being drawn anew', () => {
    const ring = ringOf([1, 200, 400]);
    const shapes = ringShapes({ members: ring, stage });
    const { nodes, arcs, labels } = ringScene(
      { members: ring, stage, selected: ring[1]?.node.address },
      shapes,
    );
    for (const marked of [nodes, arcs])
      expect(marked.map(({ selected }) => selected)).toEqual([false, true, false]);
    expect(nodes[1]?.mark).toBe(shapes.nodes[1]?.mark);
    expect(labels.filter(({ selected }) => selected)).toHaveLength(1);
  });

  it('gives neighbouring arcs different tints, the last and the first too', () => {
    for (const count of [2, 3, 4, 5, 9]) {
      const tints = Array.from({ length: count }, (_, index) => tintOf(index, count));
      tints.forEach((tint, index) => expect(tint).not.toBe(tints[(index + 1) % count]));
    }
  });
});

describe('the area in which a pointer selects a node', () => {
  const RADIUS_PX = 276;
  /** Corners in pixels from the centre of the ring: start inside, start outside, end outside, end inside. */
  const cornersOf = (turns: readonly number[], index: number): [number, number][] => {
    const { x, y } = pointAt(turns[index] ?? 0, RADIUS_PX);
    return [...targetPath(turns, index, RADIUS_PX).matchAll(/(-?[\d.]+) (-?[\d.]+)/g)].map(
      ([, right, down]) => [x + Number(right), y + Number(down)],
    );
  };

  it('is 28 pixels long and wide where a node stands alone', () => {
    for (const turns of [[0.25], [0.25, 0.75]]) {
      const corners = cornersOf(turns, 0);
      expect(corners.map(([x]) => Math.round(x - RADIUS_PX))).toEqual([-14, 14, 14, -14]);
      const [[, top] = [], , , [, bottom] = []] = corners as Partial<[number, number]>[];
      expect(Number(bottom) - Number(top)).toBeCloseTo(2 * 14 * (1 - 14 / RADIUS_PX), 0);
    }
  });

  it('ends half way to a neighbour, also across the top', () => {
    for (const middle of [0.5, 0, 0.999]) {
      const turns = [middle - 0.003, middle, middle + 0.001].map((turn) => (turn + 1) % 1);
      turns.sort((a, b) => a - b);
      for (const index of turns.keys()) {
        const next = (index + 1) % turns.length;
        if (clockwise(turns[index] ?? 0, turns[next] ?? 0) > 0.01) continue;
        const ends = cornersOf(turns, index).slice(2).reverse();
        const starts = cornersOf(turns, next).slice(0, 2);
        for (const [at, [x, y]] of ends.entries()) {
          expect(x).toBeCloseTo(starts[at]?.[0] ?? NaN, 0);
          expect(y).toBeCloseTo(starts[at]?.[1] ?? NaN, 0);
        }
      }
    }
  });
});

describe('the picture of a path', () => {
  const path = pathOf(510, 673, 520, [
    hop(1, 673, 132),
    hop(2, 132, 300, true),
    hop(3, 132, 458),
    hop(4, 458, 520),
  ]);

  it('adds nodes that are only in the lookup, in their place', () => {
    const all = withVisited(members, path);
    expect(all.map(({ node }) => node.printedId)).toEqual(['132', '300', '458', '520', '673']);
    expect(all[1]?.state).toBe('unreachable');
  });

  it('gives each node its role in the lookup', () => {
    const { nodes } = pathScene(path, withVisited(members, path), stage);
    expect(nodes.map(({ role }) => role)).toEqual([
      'visited',
      'failed',
      'visited',
      'owner',
      'start',
    ]);
    const own = pathOf(500, 520, 520);
    expect(pathScene(own, members, stage).nodes[2]?.role).toBe('start-owner');
  });

  it('numbers the hops in order and marks the failed ones', () => {
    const { hops } = pathScene(path, withVisited(members, path), stage);
    expect(hops.map(({ number, failed }) => [number, failed])).toEqual([
      [1, false],
      [2, true],
      [3, false],
      [4, false],
    ]);
    expect(new Set(hops.map(({ path: data }) => data)).size).toBe(4);
  });
});

describe('the fingers that a hop could take', () => {
  it('are those of the node that asks; what lies beyond the key is crossed out', () => {
    const [member] = ringOf([100, 300, 600]);
    if (!member) throw new Error('no member');
    const stage = stageFor(720, [member.node]);
    const found = consideredFingers(member, 500 / 1024, stage);
    expect(found.map(({ address, beyond, words }) => [address, beyond, words])).toEqual([
      ['localhost:5300', false, 'fingers 0 to 4'],
      ['localhost:5600', true, 'fingers 5 to 9'],
    ]);
    expect(found.every(({ path }) => path.startsWith('M'))).toBe(true);
  });
});
