// The valid values of a member's options, from any source: a node reads its command line by these.
import type { TransportKind } from '@chord-dht/transport';
import { StartError } from '../base/errors';
import { checkBind, checkDiscover, checkHost, checkMove, checkMoves, checkPeer } from './checks';
import { DEFAULT_MEMBER_OPTIONS, type MemberOptions } from './member-options';

const MINUTE_MS = 60_000;
const MIB = 1024 * 1024;

/** Ranges of whole numbers. */
export const MEMBER_RANGES = {
  port: { min: 1, max: 65_535 },
  virtualNodes: { min: 1, max: 64 },
  bits: { min: 1, max: 160 },
  replicas: { min: 1, max: 7 },
  tombstoneGraceMs: { min: 100, max: 365 * 24 * 60 * MINUTE_MS },
  successors: { min: 1, max: 64 },
  stabilizeMs: { min: 20, max: 10 * MINUTE_MS },
  fixFingersMs: { min: 10, max: 10 * MINUTE_MS },
  probeLostMs: { min: 50, max: 60 * MINUTE_MS },
  callTimeoutMs: { min: 20, max: MINUTE_MS },
  operationTimeoutMs: { min: 100, max: 10 * MINUTE_MS },
  hopsMax: { min: 1, max: 1_000 },
  joinDeadlineMs: { min: 500, max: 10 * MINUTE_MS },
  leaveDeadlineMs: { min: 500, max: 60 * MINUTE_MS },
  valueBytesMax: { min: 1, max: 2 * MIB },
} as const satisfies Partial<Record<keyof MemberOptions, { min: number; max: number }>>;

export const MEMBER_WORDS = {
  store: ['lmdb', 'memory'],
  durability: ['flush', 'commit'],
  transport: ['mux', 'http'] satisfies TransportKind[],
  onStop: ['stay', 'leave'],
} as const satisfies Partial<Record<keyof MemberOptions, readonly string[]>>;

type Check = (text: string) => string | undefined;

const LISTS = {
  bind: checkBind,
  join: checkPeer,
  discover: checkDiscover,
  moved: checkMove,
} satisfies Partial<Record<keyof MemberOptions, Check>>;

/** @throws StartError `CONFIGURATION` for a name that is no option: a mistyped one would be left at its default */
export function checkNames(names: readonly string[]): void {
  const unknown = names.find((name) => !Object.hasOwn(DEFAULT_MEMBER_OPTIONS, name));
  if (unknown === undefined) return;
  const known = Object.keys(DEFAULT_MEMBER_OPTIONS).join(', ');
  throw new StartError(
    'CONFIGURATION',
    `DhtModule has no option ${unknown.slice(0, 80)}; it has ${known}, peerSecret.`,
  );
}

/** @throws StartError `CONFIGURATION` for the first invalid option */
export function checkOptions(options: MemberOptions): void {
  for (const [name, fault] of faultsOf(options)) {
    if (fault === undefined) continue;
    const given = JSON.stringify(options[name])?.slice(0, 80) ?? String(options[name]);
    throw new StartError(
      'CONFIGURATION',
      `DhtModule cannot start with ${name} ${given}: ${fault}.`,
    );
  }
}

type Names<Rules> = (keyof Rules)[];

function* faultsOf(
  options: MemberOptions,
): Generator<[name: keyof MemberOptions, fault: string | undefined]> {
  for (const name of Object.keys(MEMBER_RANGES) as Names<typeof MEMBER_RANGES>) {
    const { min, max } = MEMBER_RANGES[name];
    const value = options[name];
    const isWithin = Number.isInteger(value) && value >= min && value <= max;
    yield [name, isWithin ? undefined : `give a whole number from ${min} to ${max}`];
  }
  for (const name of Object.keys(MEMBER_WORDS) as Names<typeof MEMBER_WORDS>) {
    const words: readonly string[] = MEMBER_WORDS[name];
    const isOne = words.includes(options[name]);
    yield [name, isOne ? undefined : `give one of ${words.join(', ')}`];
  }
  yield ['host', faultOf(options.host, checkHost)];
  for (const name of Object.keys(LISTS) as Names<typeof LISTS>)
    yield [name, faultOfList(options[name], LISTS[name])];
  yield ['moved', checkMoves(options.moved)];
  if (options.advertise !== null) yield ['advertise', faultOf(options.advertise, checkPeer)];
  if (options.dataDir !== null) yield ['dataDir', faultOf(options.dataDir, isThere)];
}

/** Callers in plain JavaScript may pass any type. */
function faultOf(given: unknown, check: Check): string | undefined {
  const fault = typeof given === 'string' ? check(given) : 'is no text';
  return fault === undefined ? undefined : `it ${fault}`;
}

function faultOfList(given: unknown, check: Check): string | undefined {
  if (!Array.isArray(given)) return 'give a list of texts';
  return given.map((each) => faultOf(each, check)).find((fault) => fault !== undefined);
}

const isThere: Check = (text) => (text === '' ? 'is empty' : undefined);
