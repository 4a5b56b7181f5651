// The scenarios as data; a seed decides victims and load.
import { NODES } from './arena/arena';
import type { Fault } from './arena/fault';
import type { Limits } from './arena/limits';

export interface Scenario {
  readonly name: string;
  readonly about: string;
  /** One after the other, with the ring whole again between them. */
  readonly faults: readonly Fault[];
  /** Operations a second; none for 0. */
  readonly rate: number;
  /** Further options of the nodes. */
  readonly args?: readonly string[];
  readonly limits?: Limits;
}

const RATE = 300;

type Named = Omit<Scenario, 'name' | 'rate'> & { readonly rate?: number };

const twice = (fault: Fault): Fault[] => [fault, fault];

const ALL: Readonly<Record<string, Named>> = {
  quiet: { about: 'no fault at all, for 10 s', faults: [{ kind: 'quiet', ms: 10_000 }] },
  kill: {
    about: 'kill -9 of one node, restart after 5 s; twice',
    faults: twice({ kind: 'kill', nodes: 1, downMs: 5_000 }),
    limits: { 'errors %': 0.2, 'one ring ms': 3_000, 'key out ms': 1_500, 'p99 ratio': 3 },
  },
  'kill-two': {
    about: 'kill -9 of two nodes at once, restart after 10 s',
    faults: [{ kind: 'kill', nodes: 2, downMs: 10_000 }],
  },
  'lose-two': {
    about: 'kill -9 of two nodes at once, which never come back',
    faults: [{ kind: 'lose', nodes: 2, ms: 10_000 }],
  },
  suspend: { about: 'SIGSTOP for 8 s, SIGCONT', faults: [{ kind: 'suspend', ms: 8_000 }] },
  'suspend-long': { about: 'SIGSTOP for 30 s, SIGCONT', faults: [{ kind: 'suspend', ms: 30_000 }] },
  'partition-1-4': {
    about: 'one node cut off from four for 8 s',
    faults: [{ kind: 'partition', minority: 1, ms: 8_000 }],
    limits: { 'refusal by the minority ms': 2_000 },
  },
  'partition-2-3': {
    about: 'two nodes cut off from three for 8 s',
    faults: [{ kind: 'partition', minority: 2, ms: 8_000 }],
    limits: { 'refusal by the minority ms': 2_000 },
  },
  'partition-long': {
    about: 'two nodes cut off from three for 30 s',
    faults: [{ kind: 'partition', minority: 2, ms: 30_000 }],
    limits: { 'refusal by the minority ms': 2_000 },
  },
  'one-way': {
    about: 'one node hears four that do not hear it, for 8 s',
    faults: [{ kind: 'partition', minority: 1, ms: 8_000, oneWay: true }],
  },
  slow: {
    about: 'one node whose messages and answers take 1.5 s longer, for 10 s',
    faults: [{ kind: 'slow', delayMs: 1_500, ms: 10_000 }],
    limits: { 'p99 less 100 ms ratio': 2 },
  },
  leave: {
    about: 'graceful leave and return; twice',
    faults: twice({ kind: 'leave', awayMs: 3_000 }),
  },
  storm: {
    about: 'five nodes join and leave, one every 6 s',
    faults: [{ kind: 'storm', everyMs: 6_000 }],
    limits: { 'errors %': 1, 'one ring ms': 10_000 },
  },
  rolling: {
    about: 'SIGTERM and restart of every node in turn',
    faults: [{ kind: 'rolling' }],
    limits: { 'errors %': 0.1, 'stop by SIGTERM ms': 10_000 },
  },
  power: {
    about: 'kill -9 of all nodes at once, restart',
    faults: [{ kind: 'kill', nodes: NODES, downMs: 500 }],
    limits: { 'ready after a start ms': 30_000 },
  },
  wiped: {
    about: 'kill -9 of one node, restart with an empty disk',
    faults: [{ kind: 'kill', nodes: 1, downMs: 500, wipe: true }],
  },
  full: {
    about: 'the disk of one node is full, and later has room',
    faults: [{ kind: 'full' }],
    limits: { 'writes resume ms': 5_000, 'readings refused by the full node': 0 },
  },
  flip: {
    about: 'bits of values change on the disk of a node that is down',
    faults: [{ kind: 'flip', keys: 12 }],
    limits: { 'opens ms': 2_000 },
  },
  crash: {
    about: 'kill -9 of one node while it writes, 10 times',
    faults: [{ kind: 'crash', times: 10 }],
    limits: { 'opens ms': 2_000 },
  },
  delete: {
    about: 'keys deleted while a home replica is down',
    faults: [{ kind: 'delete', keys: 60, awayMs: 3_000 }],
  },
  'delete-long': {
    about: 'keys deleted while a home replica is down, for longer than tombstones are kept',
    faults: [{ kind: 'delete', keys: 60, awayMs: 15_000 }],
    args: ['--tombstone-grace-ms', '2000'],
  },
  clocks: {
    about: 'two nodes restarted with clocks 10 minutes ahead and behind, and right again',
    faults: [{ kind: 'clocks', offsetMs: 600_000, ms: 5_000 }],
  },
  jump: {
    about: 'the clocks of two running nodes jump 10 minutes ahead and back, and return',
    faults: [{ kind: 'jump', offsetMs: 600_000, ms: 5_000 }],
  },
  overload: {
    about: 'clients send five times 500 operations a second for 10 s',
    faults: [{ kind: 'overload', factor: 2_500 / RATE, ms: 10_000 }],
    limits: { 'memory ratio': 1.5, 'normal again ms': 5_000 },
  },
  block: {
    about: 'the event loop of one node is blocked for 5 s while clients ask it',
    faults: [{ kind: 'block', ms: 5_000 }],
    limits: { 'memory ratio': 1.5, 'normal again ms': 5_000 },
  },
  merge: {
    about: 'two rings of five with 1,000 keys each become one by one join',
    faults: [{ kind: 'merge', keys: 1_000 }],
    limits: { 'merged ms': 15_000 },
    rate: 0,
  },
};

export const SCENARIOS: readonly Scenario[] = Object.entries(ALL).map(([name, scenario]) => ({
  name,
  rate: RATE,
  ...scenario,
}));

/** Part of every test run: the faults that found most, on one ring, as short as they mean something. */
export const QUICK: readonly Scenario[] = [
  {
    name: 'kill, sleep, partition and overload',
    about: 'kill -9, SIGSTOP, a partition 2 | 3 and too many clients in turn',
    faults: [
      { kind: 'kill', nodes: 1, downMs: 1_500 },
      { kind: 'suspend', ms: 5_000 },
      { kind: 'partition', minority: 2, ms: 4_000 },
      { kind: 'overload', factor: 10, ms: 3_000 },
    ],
    rate: 150,
  },
  {
    name: 'damaged and lost disks',
    about: 'bits that change on one disk, and another that is lost',
    faults: [
      { kind: 'flip', keys: 6 },
      { kind: 'kill', nodes: 1, downMs: 200, wipe: true },
    ],
    rate: 150,
  },
];
