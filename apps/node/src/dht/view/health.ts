// Knows how to say in one sentence how a ring is, and what to do about it.
import type { HealthDto, InvariantDto, MemberDto } from '../dto/ring.dto';

export interface HealthInput {
  readonly self: string;
  readonly members: readonly MemberDto[];
  readonly complete: boolean;
  readonly invariants: readonly InvariantDto[];
}

/** Every key lies on its owner alone: values are not replicated yet. */
const COPIES = 1;

/** Without these there is no ring to speak of; the others mend themselves within some rounds. */
const VITAL = new Set(['OneLiveSuccessor', 'AtLeastOneRing', 'AtMostOneRing', 'OrderedRing']);

export function healthOf({ self, members, complete, invariants }: HealthInput): HealthDto {
  const answered = members.filter(({ state }) => state !== 'unreachable');
  const silent = members.filter(({ state }) => state === 'unreachable');
  const broken = invariants.filter(({ holds }) => !holds);
  const vital = broken.find(({ name }) => VITAL.has(name));
  const copies = { copiesWanted: COPIES, copies: COPIES };
  if (members.length === 1) {
    return {
      state: 'alone',
      sentence: `${self} is alone: it owns every key, and each key exists once.`,
      nextStep: `Start a second node: npx nx serve node --port ${nextPort(self)} --join ${self}`,
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
  if (silent.length > 0) {
    return {
      state: 'degraded',
      sentence: `Ring degraded: ${answered.length} of ${members.length} nodes answered; silent${at(silent.map(({ node }) => node.address))}. Keys of a silent node exist nowhere else.`,
      nextStep: 'Start the silent nodes again; their keys are on their disks.',
      ...copies,
    };
  }
  const [first] = broken;
  if (first || !complete) {
    return {
      state: 'degraded',
      sentence: first
        ? `Ring settling: ${first.name} does not hold yet${at(first.nodes)}.`
        : `Ring settling: ${members.length} nodes are known so far.`,
      nextStep: 'Nothing; stabilisation mends it within seconds.',
      ...copies,
    };
  }
  return {
    state: 'healthy',
    sentence: `Ring healthy: ${members.length} nodes, every key on ${COPIES} of ${COPIES} node.`,
    nextStep: null,
    ...copies,
  };
}

const NAMED_MAX = 5;

function at(nodes: readonly string[]): string {
  if (nodes.length === 0) return '';
  const more = nodes.length > NAMED_MAX ? ` and ${nodes.length - NAMED_MAX} more` : '';
  return ` at ${nodes.slice(0, NAMED_MAX).join(', ')}${more}`;
}

function nextPort(address: string): number {
  return Number(/[0-9]+$/.exec(address)?.[0] ?? 5000) + 1;
}
