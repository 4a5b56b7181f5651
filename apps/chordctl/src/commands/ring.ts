// ring, node, path: the state of the ring, of a node, and the path of a key.
import type { NodeViewDto, ReplicaDto, RingDto } from '@chord-dht/client';
import type { Command } from 'commander';
import { connect, type Common } from '../base/connect';
import type { Io } from '../base/io';
import { colours, type Colours } from '../output/colour';
import { bytesText, grouped, keysText } from '../output/figures';
import { shown, table } from '../output/table';
import { command, json } from './command';

export function ringCommand(io: Io): Command {
  return command(io, 'ring', 'Show the members, and how well the ring is.', ring);
}

async function ring(io: Io, options: Common): Promise<void> {
  const picture = await connect(options, io).ring({ signal: io.signal });
  const text = () => ringText(picture, colours(io.hasColour('stdout')));
  await io.line(options.json ? json(picture) : text());
}

const MEMBERS = [
  { title: 'NODE' },
  { title: 'STATE' },
  { title: 'SHARE', isNumber: true },
  { title: 'KEYS', isNumber: true },
  { title: 'COPIES', isNumber: true },
  { title: 'STORED', isNumber: true },
  { title: 'SUCCESSOR' },
];
const NOTHING = '-';

export function ringText(picture: RingDto, paint: Colours): string {
  const { health, members, unserved, lost, invariants } = picture;
  const rows = members.map(({ node, state, self, share, keys, copies, bytes, successors }) => [
    `${shown(node.address)}${self ? ' *' : ''}`,
    state === 'member' || state === 'alone' ? state : paint.red(state),
    share === null ? NOTHING : `${(share * 100).toFixed(1)} %`,
    numberText(keys),
    numberText(copies),
    bytes === null ? NOTHING : bytesText(bytes),
    successors[0] ? shown(successors[0].address) : NOTHING,
  ]);
  const state = paintOf(health.state, paint)(health.sentence);
  const unservedText = unserved.map(({ from, to, keys, members: homes }) =>
    paint.red(
      `Not served: ids ${from} to ${to}, about ${keysText(keys)}; they wait for a majority of ${homes.join(', ')}.`,
    ),
  );
  const lostText = lost.map(
    ({ node, reason, ageMs }) =>
      `Missed: ${shown(node.address)} (${reason}) since ${Math.round(ageMs / 1_000)} s.`,
  );
  const broken = invariants
    .filter(({ holds }) => !holds)
    .map(({ name, detail }) => paint.yellow(`${name} does not hold: ${detail ?? ''}`));
  const next = health.nextStep === null ? [] : [`What to do: ${health.nextStep}`];
  return [
    state,
    ...next,
    ...unservedText,
    ...lostText,
    ...broken,
    '',
    table(MEMBERS, rows, paint.dim),
  ].join('\n');
}

function paintOf(state: RingDto['health']['state'], paint: Colours): (text: string) => string {
  if (state === 'broken') return paint.red;
  return state === 'degraded' ? paint.yellow : paint.green;
}

const numberText = (value: number | null): string => (value === null ? NOTHING : grouped(value));

export function nodeCommand(io: Io): Command {
  return command(
    io,
    'node [id]',
    'Show how a node sees itself: the one that is asked, or the member with this id or address.',
    node,
  );
}

async function node(io: Io, options: Common, id?: string): Promise<void> {
  const view = await connect(options, io).node(id, { signal: io.signal });
  await io.line(options.json ? json(view) : nodeText(view));
}

function nodeText(view: NodeViewDto): string {
  const { self, state, predecessor, successors, fingers, store, transport, version } = view;
  const list = (nodes: readonly { address: string }[]) =>
    nodes.map(({ address }) => shown(address)).join(', ') || NOTHING;
  const rows = [
    ['node', shown(self.address)],
    ['id', self.id],
    ['state', state],
    ['version', version],
    ['up', `${Math.round(view.uptimeSeconds)} s`],
    ['predecessor', predecessor ? shown(predecessor.address) : NOTHING],
    ['successors', list(successors)],
    ['fingers', list(fingers.map(({ node: finger }) => finger))],
    ['transport', transport],
    ['engine', store.engine],
    ['keys', `${grouped(store.ownKeys)} of its own, ${grouped(store.keys)} in all`],
    ['stored', `${bytesText(store.ownBytes)} of its own, ${bytesText(store.bytes)} in all`],
  ];
  return rows.map(([name = '', value]) => `${name.padEnd(12)} ${value}`).join('\n');
}

export function pathCommand(io: Io): Command {
  return command(
    io,
    'path <key>',
    'Show how a key is found, hop by hop, and what each home replica has of it.',
    path,
  );
}

const HOPS = [
  { title: 'HOP', isNumber: true },
  { title: 'FROM' },
  { title: 'TO' },
  { title: 'BY' },
  { title: 'MS', isNumber: true },
  { title: 'ANSWER' },
];

const COPIES = [
  { title: 'COPY AT' },
  { title: 'WHAT' },
  { title: 'VERSION' },
  { title: 'WRITTEN' },
  { title: 'SIZE', isNumber: true },
  { title: 'BEHIND SINCE' },
];

async function path(io: Io, options: Common, key: string): Promise<void> {
  const client = connect(options, io);
  const lookup = await client.lookup(key, { signal: io.signal });
  const { replicas: copies, agree } = await client.replicas(key, { signal: io.signal });
  if (options.json) return io.line(json({ ...lookup, copies, agree }));
  const { keyId, owner, found, hops } = lookup;
  const paint = colours(io.hasColour('stdout'));
  const rows = hops.map(({ number, from, to, via, milliseconds, outcome, code }) => [
    ...[String(number), shown(from.address), shown(to.address)],
    via.index === null ? via.kind : `${via.kind} ${via.index}`,
    ...[milliseconds.toFixed(1), code === null ? outcome : `${outcome}: ${code}`],
  ]);
  const presence = found === null ? 'not known' : found ? 'yes' : 'no';
  await io.line(`id        ${keyId.id}`);
  await io.line(`owner     ${shown(owner.address)}`);
  await io.line(`value     ${presence}`);
  if (rows.length > 0) await io.line(`\n${table(HOPS, rows, paint.dim)}`);
  await io.line(
    `\n${table(
      COPIES,
      copies.map((copy) => copyRow(copy, paint)),
      paint.dim,
    )}`,
  );
}

function copyRow(copy: ReplicaDto, paint: Colours): string[] {
  const { node, state, version, modifiedAt, bytes, behindSince, code } = copy;
  const isOdd = behindSince !== null || state === 'silent' || state === 'unreadable';
  const what = code === null ? state : `${state}: ${code}`;
  return [
    shown(node.address),
    isOdd ? paint.red(what) : what,
    ...[version ?? NOTHING, modifiedAt ?? NOTHING],
    bytes === null ? NOTHING : bytesText(bytes),
    behindSince === null ? NOTHING : paint.red(behindSince),
  ];
}
