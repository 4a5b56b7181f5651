import type { Palette } from './swarm-brush';
import type { SwarmPicture, SwarmTrail } from './swarm-model';
import { SwarmPainter, type SwarmScene } from './swarm-paint';
import type { Layer } from './swarm-still';

const COLOURS: Palette = {
  ...{ ink: 'ink', muted: 'muted', track: 'track', well: 'well', coming: 'coming' },
  ...{ going: 'going', lost: 'lost', hop: 'hop', finger: 'finger', successor: 'successor' },
  ...{ key: 'key', surface: 'surface' },
};
const SHEET = { size: 720, scale: 1, palette: COLOURS };

/** A context that counts its calls. jsdom has none. */
function recorder() {
  const counts = new Map<string, number>();
  const context = new Proxy({} as CanvasRenderingContext2D, {
    get: (_, name) => () => void counts.set(String(name), (counts.get(String(name)) ?? 0) + 1),
    set: () => true,
  });
  return { context, of: (name: string): number => counts.get(name) ?? 0 };
}

function setUp() {
  const layers: ReturnType<typeof recorder>[] = [];
  const painter = new SwarmPainter(() => {
    const layer = recorder();
    layers.push(layer);
    return { getContext: () => layer.context } as unknown as Layer;
  });
  const paper = recorder();
  const paint = (scene: SwarmScene, sheet = SHEET): boolean =>
    painter.paint(paper.context, scene, sheet);
  const [under, trodden, over] = layers as [
    (typeof layers)[0],
    (typeof layers)[0],
    (typeof layers)[0],
  ];
  return { paint, paper, under, trodden, over };
}

function ringOf(count: number, ms = 0): SwarmPicture {
  const places = Array.from({ length: count }, (_, place) => place);
  return {
    ms,
    numbers: Int32Array.from(places, (place) => place + 1),
    turns: Float32Array.from(places, (place) => place / count),
    states: new Uint8Array(count),
    successors: Int32Array.from(places, (place) => (place + 1) % count),
    predecessors: Int32Array.from(places, (place) => (place + count - 1) % count),
    slow: new Uint8Array(count),
  };
}

const trail = (atMs: number, outcome: string | null): SwarmTrail => ({
  ...{ key: 'k', turn: 0.3, owner: null, outcome },
  hops: [
    { from: 1, to: 300, atMs, state: 'answered' },
    { from: 300, to: 400, atMs, state: outcome === null ? 'open' : 'answered' },
  ],
});
const scene = (picture: SwarmPicture, fields: Partial<SwarmScene> = {}): SwarmScene => ({
  ...{ picture, trails: [], pointers: null, selected: null, ...fields },
});

describe('the names of few nodes', () => {
  const namesAt = (...turns: number[]): number => {
    const { paint, over } = setUp();
    paint(scene({ ...ringOf(turns.length), turns: Float32Array.from(turns) }));
    return over.of('fillText');
  };

  it('are left out where they would cover others, on both sides of the top of the circle too', () => {
    expect(namesAt(0.1, 0.5, 0.9)).toBe(3);
    expect(namesAt(0.1, 0.501, 0.503)).toBe(2);
    expect(namesAt(0.001, 0.5, 0.999)).toBe(2);
    expect(namesAt(0.5)).toBe(1);
  });
});

describe('the picture of a thousand nodes', () => {
  it('is painted once while nothing changes', () => {
    const { paint, paper, over } = setUp();
    expect(paint(scene(ringOf(1_000)))).toBe(true);
    expect(over.of('arc')).toBe(1_000);
    for (let ms = 1; ms < 50; ms += 1) expect(paint(scene(ringOf(1_000, ms)))).toBe(false);
    expect([over.of('arc'), paper.of('clearRect')]).toEqual([1_000, 1]);
  });

  it('reuses the dots and the finished paths while a lookup runs', () => {
    const { paint, paper, over, trodden } = setUp();
    const old = trail(0, 'found');
    paint(scene(ringOf(1_000), { trails: [old] }));
    expect(trodden.of('quadraticCurveTo')).toBe(2);
    const going = trail(10, null);
    expect(paint(scene(ringOf(1_000, 11), { trails: [old, going] }))).toBe(true);
    expect([paper.of('quadraticCurveTo'), trodden.of('quadraticCurveTo')]).toEqual([2, 2]);
    expect([over.of('arc'), paper.of('drawImage')]).toEqual([1_000, 4]);
    // Its last hop is answered, and the lookup is over: from now on it is a finished one.
    paint(scene(ringOf(1_000, 12), { trails: [old, trail(10, 'found')] }));
    expect([paper.of('quadraticCurveTo'), trodden.of('quadraticCurveTo')]).toEqual([2, 6]);
  });

  it('drops a path some seconds of virtual time after its last hop', () => {
    const { paint, trodden } = setUp();
    paint(scene(ringOf(1_000), { trails: [trail(0, 'found')] }));
    expect(paint(scene(ringOf(1_000, 5_999), { trails: [trail(0, 'found')] }))).toBe(false);
    expect(paint(scene(ringOf(1_000, 6_001), { trails: [trail(0, 'found')] }))).toBe(true);
    expect(trodden.of('quadraticCurveTo')).toBe(2);
  });

  it('repaints after any change: a node that died, a pointer, a selection, a colour, a size', () => {
    const { paint } = setUp();
    const ring = ringOf(1_000);
    paint(scene(ring));
    const died = { ...ring, states: Uint8Array.from(ring.states, (_, at) => (at === 7 ? 4 : 0)) };
    expect(paint(scene(died))).toBe(true);
    const turned = { ...died, successors: Int32Array.from(ring.successors).reverse() };
    expect(paint(scene(turned))).toBe(true);
    expect(paint(scene({ ...turned, slow: new Uint8Array(1_000).fill(1) }))).toBe(true);
    expect(paint(scene(ring))).toBe(true);
    expect(paint(scene(ring, { selected: 5 }))).toBe(true);
    expect(paint(scene(ring, { selected: 5 }))).toBe(false);
    const pointers = { number: 5, predecessor: 4, successors: [6, 7], fingers: [{ node: 500 }] };
    expect(paint(scene(ring, { selected: 5, pointers }))).toBe(true);
    expect(paint(scene(ring), { ...SHEET, palette: { ...COLOURS, ink: 'black' } })).toBe(true);
    expect(paint(scene(ring), { ...SHEET, size: 360 })).toBe(true);
  });
});
