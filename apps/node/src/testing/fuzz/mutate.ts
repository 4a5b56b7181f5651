// Mutates valid bytes slightly, from a seed.

/** Random numbers from a seed. */
export interface Chance {
  /** A whole number below the limit. */
  below(limit: number): number;
  pick<T>(items: readonly T[]): T;
}

/** Boundary values of length fields, ends of texts and the like. */
const BORDERS = [
  0x00, 0x01, 0x0a, 0x0d, 0x20, 0x25, 0x2f, 0x3a, 0x7f, 0x80, 0xc1, 0xd4, 0xdd, 0xdf, 0xff,
];
const CHANGES_MAX = 4;
const RUN_MAX = 64;

/** @returns a changed copy */
export function mutate(random: Chance, source: Buffer): Buffer {
  let bytes: Buffer = Buffer.from(source);
  for (let left = 1 + random.below(CHANGES_MAX); left > 0; left -= 1)
    bytes = random.pick(CHANGES)(random, bytes);
  return bytes;
}

const WORDS = [
  ...[
    '%00',
    '%FF',
    '%2F',
    '%C0%AF',
    '%',
    '..',
    '/',
    '//',
    '?',
    '&',
    '=',
    '#',
    '"',
    'W/"',
    ',',
    '*',
    ';',
  ],
  ...[
    '{',
    '[',
    'null',
    '-1',
    '0',
    '1e9',
    '9'.repeat(30),
    'x'.repeat(3_000),
    ' ',
    '\t',
    'é',
    '__proto__',
  ],
];
/** A place inside a target, a header's value or a body. With another Host the rest would not be read. */
const INSIDE = /[/?=&:" ](?=[^\r\n])(?<!^Host.*)/gm;

/** Changes a request that stays one: replaces words where others may stand. */
export function reword(random: Chance, source: Buffer): Buffer {
  let text = source.toString('latin1');
  for (let left = 1 + random.below(CHANGES_MAX); left > 0; left -= 1) {
    const at = random.pick([...text.matchAll(INSIDE)]).index + 1;
    text = text.slice(0, at) + random.pick(WORDS) + text.slice(at + random.below(3));
  }
  return Buffer.from(text, 'latin1');
}

type Change = (random: Chance, bytes: Buffer) => Buffer;

const CHANGES: readonly Change[] = [
  (random, bytes) => replaced(random, bytes, [random.pick(BORDERS)]),
  (random, bytes) => replaced(random, bytes, [random.below(256)]),
  (random, bytes) => replaced(random, bytes, [0xff, 0xff, 0xff, 0xff]),
  (random, bytes) => bytes.subarray(0, random.below(bytes.length + 1)),
  (random, bytes) => {
    const [from, to] = run(random, bytes);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
  },
  (random, bytes) => {
    const [from, to] = run(random, bytes);
    const copies = Array<Buffer>(1 + random.below(8)).fill(bytes.subarray(from, to));
    return Buffer.concat([bytes.subarray(0, to), ...copies, bytes.subarray(to)]);
  },
  (random, bytes) => {
    const at = random.below(bytes.length + 1);
    const added = Array.from({ length: 1 + random.below(RUN_MAX) }, () => random.below(256));
    return Buffer.concat([bytes.subarray(0, at), Buffer.from(added), bytes.subarray(at)]);
  },
  (random, bytes) => {
    const [from, to] = run(random, bytes);
    const at = random.below(bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(from, to), bytes.subarray(at)]);
  },
];

function replaced(random: Chance, bytes: Buffer, by: readonly number[]): Buffer {
  const changed = Buffer.from(bytes);
  const at = random.below(bytes.length + 1);
  by.forEach((value, offset) => {
    if (at + offset < changed.length) changed[at + offset] = value;
  });
  return changed;
}

function run(random: Chance, bytes: Buffer): [from: number, to: number] {
  const from = random.below(bytes.length + 1);
  return [from, Math.min(bytes.length, from + random.below(RUN_MAX))];
}
