// Random messages of members: of existing types, with bodies of nearly the right form.
import type { Chance } from './mutate';

const TYPES = [
  ...[
    'ping',
    'state',
    'step',
    'find',
    'notify',
    'hint',
    'identify',
    'meet',
    'invite',
    'view',
    'goodbye',
  ].map((name) => `chord.${name}`),
  ...[
    'append',
    'changes',
    'digest',
    'drop',
    'fetch',
    'heads',
    'page',
    'parts',
    'read',
    'store',
    'write',
  ].map((name) => `replica.${name}`),
  ...['changes', 'count', 'names', 'settled', 'get', 'put'].map((name) => `store.${name}`),
  ...['accept', 'activate', 'collect', 'disk', 'enrol', 'leaving', 'offer', 'prepare'].map(
    (name) => `view.${name}`,
  ),
  ...['constructor', '__proto__', 'toString', '', 'x'.repeat(99)],
];

const FIELDS = [
  ...[
    'arc',
    'fromId',
    'toId',
    'id',
    'node',
    'address',
    'from',
    'to',
    'peers',
    'members',
    'primary',
  ],
  ...[
    'basis',
    'bases',
    'ballot',
    'round',
    'view',
    'epoch',
    'lineage',
    'follows',
    'isMerger',
    'synced',
  ],
  ...[
    'proposal',
    'disk',
    'segments',
    'state',
    'promised',
    'accepted',
    'forgot',
    'warrant',
    'position',
  ],
  ...['records', 'record', 'ids', 'keys', 'key', 'prefix', 'after', 'limit', 'cursor', 'delimiter'],
  ...[
    'bytes',
    'version',
    'versions',
    'places',
    'buckets',
    'depth',
    'since',
    'log',
    'sequence',
    'hops',
  ],
  ...[
    'path',
    'visited',
    'avoid',
    'mode',
    'round',
    'names',
    'count',
    'level',
    'part',
    'parts',
    'digest',
  ],
  ...['length', 'constructor', 'then', 'toString'],
];

const NUMBERS = [0, 1, -1, 2, 7, 255, 65_536, 2 ** 31, 2 ** 53, 1.5, 1e308, Number.NaN, Infinity];
const DEPTH_MAX = 4;

/** `[type, body]` */
export function anyMessage(random: Chance): readonly [string, unknown] {
  return [random.pick(TYPES), anyValue(random, 0)];
}

function anyValue(random: Chance, depth: number): unknown {
  const roll = random.below(depth < DEPTH_MAX ? 100 : 60);
  if (roll < 8) return null;
  if (roll < 14) return random.below(2) === 0;
  if (roll < 24) return random.pick(NUMBERS);
  if (roll < 36) return anyId(random);
  if (roll < 42)
    return random.pick([
      '0123456789ab',
      '0123456789abcdef',
      'localhost:1',
      '',
      'k',
      'ü'.repeat(40),
    ]);
  if (roll < 48) return anyBytes(random);
  if (roll < 60)
    return {
      id: anyId(random),
      address: random.pick(['localhost:1', 'localhost:1#2', 'evil', '']),
    };
  if (roll < 72) return Array.from({ length: random.below(6) }, () => anyValue(random, depth + 1));
  if (roll < 76) return { fromId: anyId(random), toId: anyId(random) };
  if (roll < 82) return anyView(random, depth);
  return Object.fromEntries(
    Array.from({ length: random.below(8) }, () => [
      random.pick(FIELDS),
      anyValue(random, depth + 1),
    ]),
  );
}

function anyView(random: Chance, depth: number): unknown {
  const node = { id: anyId(random), address: 'localhost:1' };
  return {
    epoch: random.pick(NUMBERS),
    lineage: random.pick(['0123456789abcdef', 'fedcba9876543210', '']),
    primary: random.below(4) === 0 ? anyValue(random, depth + 1) : node,
    members: random.below(4) === 0 ? anyValue(random, depth + 1) : [node],
    ...(random.below(3) === 0 ? { follows: anyValue(random, depth + 1) } : {}),
  };
}

function anyId(random: Chance): string {
  if (random.below(8) === 0)
    return random.pick(['', 'zz', '0'.repeat(39), 'F'.repeat(40), '0'.repeat(4_000)]);
  return Array.from({ length: 40 }, () => random.below(16).toString(16)).join('');
}

/** Often begins as a message of the hot path: with the number of its kind. */
export function anyBytes(random: Chance): Uint8Array {
  const bytes = Uint8Array.from({ length: random.below(200) }, () => random.below(256));
  if (bytes.length > 3 && random.below(3) > 0)
    bytes.set([1 + random.below(6), random.below(4), 0, random.below(40)]);
  return bytes;
}
