// The health of a ring in one sentence, and the next step.
import { hostOf } from '@chord-dht/chord';
import { startCommand } from '../../config/start-command';
import type { HealthDto, InvariantDto, MemberDto } from '../dto/ring.dto';
import type { MovingDto } from '../dto/node-view.dto';
import type { UnservedArcDto } from '../dto/unserved-arc.dto';
import { extentOf, inWords, summarise, type UnservedSummary } from './unserved';

export interface HealthInput {
  readonly self: string;
  readonly members: readonly MemberDto[];
  readonly complete: boolean;
  readonly invariants: readonly InvariantDto[];
  /** The number of home replicas that each key is to have. */
  readonly copiesWanted: number;
  /** Nodes that do not serve all their keys with full home replicas yet. */
  readonly settling: readonly string[];
  /** Arcs without a majority of their home replicas. */
  readonly unserved: readonly UnservedArcDto[];
}

/** Invariants without which there is no working ring; others are restored within some rounds. */
const VITAL = new Set(['OneLiveSuccessor', 'AtLeastOneRing', 'AtMostOneRing', 'OrderedRing']);

export function healthOf(input: HealthInput): HealthDto {
  const { self, members, complete, invariants, settling } = input;
  const answered = members.filter(({ state }) => state !== 'unreachable');
  const silent = members.filter(({ state }) => state === 'unreachable');
  const broken = invariants.filter(({ holds }) => !holds);
  const vital = broken.find(({ name }) => VITAL.has(name));
  // The copies of a key are on distinct hosts, however many positions each host has.
  const copies = { copiesWanted: input.copiesWanted, copies: copiesLeft(input, answered) };
  const unserved = unservedOf(input.unserved, answered);
  if (unserved) return { ...unservedHealth(unserved), ...copies };
  const hosts = hostsOf(members);
  const hasPositions = hosts < members.length;
  if (hosts === 1 && silent.length === 0 && !vital) {
    return {
      state: 'alone',
      sentence: `${self} is alone: it owns every key, and each exists here alone.`,
      nextStep: `Start a second node: ${startCommand()} --port ${nextPort(self)} --join ${self}`,
      ...copies,
    };
  }
  if (vital) {
    return {
      state: 'broken',
      sentence: `Ring broken: ${vital.name} does not hold${at(vital.nodes)}.`,
      nextStep:
        'Wait for some rounds of stabilisation; if it stays, restart the nodes that are named.',
      ...copies,
    };
  }
  if (silent.length > 0)
    return { ...silentHealth(silent, answered.length, hasPositions, copies), ...copies };
  const [first] = broken;
  if (first || !complete) {
    return {
      state: 'degraded',
      sentence: first
        ? `Ring settling: ${first.name} does not hold yet${at(first.nodes)}.`
        : `Ring settling: ${members.length} nodes are known so far.`,
      nextStep: 'Wait some seconds: stabilisation mends it.',
      ...copies,
    };
  }
  if (settling.length > 0) {
    return {
      state: 'degraded',
      sentence: `Ring settling: copies of some keys are being brought to where they belong${at(settling)}${progressOf(members)}.`,
      nextStep:
        'Wait until the copies are there; a key that cannot be served meanwhile is answered 503, never as absent.',
      ...copies,
    };
  }
  const nodes = copies.copiesWanted === 1 ? 'node' : 'nodes';
  const places = hasPositions ? ` at ${members.length} positions` : '';
  return {
    state: 'healthy',
    sentence: `Ring healthy: ${hosts} nodes${places}, every key on ${copies.copies} of ${copies.copiesWanted} ${nodes}.`,
    nextStep:
      copies.copies < copies.copiesWanted
        ? `Start another node: with ${copies.copiesWanted} nodes every key survives the loss of one.`
        : null,
    ...copies,
  };
}

function unservedOf(
  arcs: readonly UnservedArcDto[],
  answered: readonly MemberDto[],
): UnservedSummary | undefined {
  const hosts = new Set(answered.map(({ node }) => hostOf(node.address)));
  return summarise(arcs, (address) => hosts.has(hostOf(address)));
}

/** Reported before anything else: it keeps keys from being served, and only an operator can correct it. */
function unservedHealth(
  unserved: UnservedSummary,
): Pick<HealthDto, 'state' | 'sentence' | 'nextStep'> {
  const { share, missing, nextStep } = unserved;
  const isAll = share >= 0.9995;
  const lack =
    missing.length === 0
      ? ''
      : ` ${inWords(missing, 'and')} ${missing.length === 1 ? 'is' : 'are'} missing, and`;
  return {
    state: isAll ? 'broken' : 'degraded',
    sentence: `Ring ${isAll ? 'broken' : 'degraded'}: ${extentOf(unserved).replace(/^All/, 'all')} cannot be served:${lack} too few of their home replicas are left.`,
    nextStep,
  };
}

/** The least number of copies of a key. A served arc has a majority of them; another one has fewer. */
function copiesLeft(
  { copiesWanted, settling, unserved, members }: HealthInput,
  answered: readonly MemberDto[],
): number {
  const most = Math.min(copiesWanted, hostsOf(answered));
  const hosts = new Set(answered.map(({ node }) => hostOf(node.address)));
  const left = unserved.map(({ members: homes }) =>
    homes.filter((home) => hosts.has(hostOf(home))),
  );
  if (left.length > 0) return Math.min(most, ...left.map(({ length }) => length));
  const isWhole = answered.length === members.length && settling.length === 0;
  return isWhole ? most : Math.min(most, Math.floor(copiesWanted / 2) + 1);
}

/** The number of nodes, each with all its positions. */
function hostsOf(members: readonly MemberDto[]): number {
  return new Set(members.map(({ node }) => hostOf(node.address))).size;
}

/** The movements of all members together. */
function progressOf(members: readonly MemberDto[]): string {
  const moves = members.flatMap(({ moving }) => moving ?? []);
  const sum = (read: (move: MovingDto) => number): number =>
    moves.reduce((total, move) => total + read(move), 0);
  const records = sum((move) => move.records);
  if (records < MANY_RECORDS) return '';
  const paces = `${inThousands(sum((move) => move.recordsPerSecond))} a second`;
  const left = moves.map(({ secondsLeft }) => secondsLeft);
  const known = left.filter((seconds) => seconds !== null);
  const rest = known.length < left.length ? '' : `, about ${Math.max(...known)} s are left`;
  return `: ${inThousands(sum((move) => move.done))} of ${inThousands(records)} records, ${paces}${rest}`;
}

function inThousands(count: number): string {
  return count.toLocaleString('en-GB');
}

const MANY_RECORDS = 10_000;
const NAMED_MAX = 5;

function silentHealth(
  silent: readonly MemberDto[],
  answered: number,
  hasPositions: boolean,
  { copiesWanted }: Pick<HealthDto, 'copiesWanted'>,
): Pick<HealthDto, 'state' | 'sentence' | 'nextStep'> {
  const what = hasPositions ? 'positions' : 'nodes';
  const [whose, whom] = silent.length === 1 ? ['Its', 'it'] : ['Their', 'them'];
  const fate = copiesWanted > 1 ? 'are served by the other home replicas' : 'exist nowhere else';
  const where = at(silent.map(({ node }) => node.address));
  return {
    state: 'degraded',
    sentence: `Ring degraded: ${answered} of ${answered + silent.length} ${what} answered; silent${where}. ${whose} keys ${fate}.`,
    nextStep: `Start ${whom} again, or leave it to the ring to restore the copies.`,
  };
}

function at(nodes: readonly string[]): string {
  if (nodes.length === 0) return '';
  const more = nodes.length > NAMED_MAX ? ` and ${nodes.length - NAMED_MAX} more` : '';
  return ` at ${nodes.slice(0, NAMED_MAX).join(', ')}${more}`;
}

function nextPort(address: string): number {
  return Number(/[0-9]+$/.exec(address)?.[0] ?? 5000) + 1;
}
