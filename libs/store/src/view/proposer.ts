// The change of views of an arc: seal, bring together, choose, begin (Lamport, Malkhi, Zhou, Vertical Paxos, PODC
// 2009; Lamport, The Part-Time Parliament, for the choice). A pure state machine: it takes answers, and returns what
// to ask.
import { sameNode } from '@chord-dht/chord';
import type {
  Change,
  Plan,
  ProposerEvent,
  Reply,
  Request,
  Round,
  Step,
  Transition,
} from './change';
import {
  afterTold,
  bringOrMerge,
  bringUnlessForeign,
  bringUpAgain,
  broughtUp,
  onBegin,
  onBringUp,
  onChoose,
  onCountMerged,
  onDrop,
  onRebring,
  onTake,
} from './records-steps';
import { asking, fold, follow, isOpen, promisesOf, whoSaid } from './round';
import { isVote, quorumOf, type Seal } from './seal';
import {
  askWhoIsThere,
  basisToSeal,
  enrolOn,
  onBefore,
  onEnrol,
  onInquire,
  onPrebring,
  onPrefetch,
  onPresent,
  onSeal,
  onSealAll,
  onTellAll,
} from './steps';

/** Until the seal the old view goes on serving. */
export function propose(plan: Plan): Transition {
  const first = plan.chosen ? bringUpAgain(plan, plan.chosen, 0) : askWhoIsThere(plan, 0);
  return settle(first);
}

/** Handles an event; one that answers no open question changes nothing. */
export function advance(change: Change, event: ProposerEvent): Transition {
  const { plan, step, round } = change;
  const unchanged: Transition = { change, actions: [] };
  if (event.round !== round.number) return unchanged;
  if (event.type === 'late')
    return settle({ change: { ...change, round: ended(round) }, actions: [] });
  if (!isOpen(round, event.from)) return unchanged;
  if (event.type === 'answered') {
    const asked = round.open.find(({ to }) => sameNode(to, event.from));
    const next = asked && goOn(plan, step, asked.request, event.reply);
    if (next && 'actions' in next) return next;
    if (next) {
      const question = { to: event.from, request: next };
      const going = { ...change, round: follow(round, question) };
      return { change: going, actions: [asking(round.number, question)] };
    }
  }
  return settle({ change: { ...change, round: fold(round, event) }, actions: [] });
}

/**
 * Returns the next request to one member, independent of the others' answers; or the end of the whole change; or null.
 */
function goOn(plan: Plan, step: Step, request: Request, reply: Reply): Request | Transition | null {
  if (step.name === 'begin') return afterTold(request, reply);
  if (step.name === 'enrol') return request.kind === 'enrol' ? enrolOn(plan, request) : null;
  if (step.name === 'prebring')
    return reply.kind === 'known' ? bringUnlessForeign(plan, reply) : null;
  if (step.name !== 'bring-up' && step.name !== 'rebring') return null;
  if (reply.kind === 'active') return { kind: 'bring' };
  const isBound = step.name === 'rebring' || step.made.isBound;
  return reply.kind === 'known' ? bringOrMerge(plan, isBound, reply) : null;
}

/** Goes on to the next step while no answer is outstanding. */
function settle(transition: Transition): Transition {
  let { change } = transition;
  const actions = [...transition.actions];
  while (change && change.round.open.length === 0) {
    const next = finish(change);
    actions.push(...next.actions);
    change = next.change;
  }
  if (change && !change.round.isWaiting && isEnough(change)) {
    const round = { ...change.round, isWaiting: true };
    actions.push({ type: 'wait', round: round.number });
    change = { ...change, round };
  }
  return { change, actions };
}

function ended(round: Round): Round {
  return { ...round, open: [] };
}

function finish({ plan, step, round }: Change): Transition {
  switch (step.name) {
    case 'present':
      return onPresent(plan, step, round);
    case 'prefetch':
      return onPrefetch(plan, step, round);
    case 'prebring':
      return onPrebring(plan, step, round);
    case 'seal':
      return onSeal(plan, step, round);
    case 'tell-all':
      return onTellAll(plan, step, round);
    case 'seal-all':
      return onSealAll(plan, step, round);
    case 'before':
      return onBefore(plan, step, round);
    case 'enrol':
      return onEnrol(plan, step, round);
    case 'inquire':
      return onInquire(plan, step, round);
    case 'drop':
      return onDrop(plan, step, round);
    case 'take':
      return onTake(plan, step, round);
    case 'bring-up':
      return onBringUp(plan, step, round);
    case 'choose':
      return onChoose(plan, { ...step, name: 'choose' }, round);
    case 'count-merged':
      return onCountMerged(plan, { ...step, name: 'count-merged' }, round);
    case 'rebring':
      return onRebring(plan, step, round);
    case 'begin':
      return onBegin(step, round);
  }
}

/** True when the wait for the last answers is to be bounded. */
function isEnough({ plan, step, round }: Change): boolean {
  switch (step.name) {
    case 'seal': {
      const votes = promisesOf(round).filter(({ reply }) => isVote(reply));
      return quorumOf(basisToSeal(plan, step.seals)).isReached(votes.map(({ from }) => from));
    }
    case 'before':
      return has(round, plan.neighbours[0]);
    case 'inquire':
      return has(round, step.made.view.primary);
    case 'bring-up':
      return quorumOf(step.made.view).isReached(broughtUp(plan, step.made.mayCount, round));
    case 'rebring':
      return quorumOf(step.chosen.view).isReached(broughtUp(plan, step.chosen.view.members, round));
    case 'choose': {
      const { needed } = step.made.seals[step.left[0] as number] as Seal;
      return whoSaid(round, 'accepted').length >= needed;
    }
    case 'begin':
      return quorumOf(step.chosen.view).isReached(whoSaid(round, 'active'));
    default:
      return false;
  }
}

function has({ answers }: Round, node: Plan['self'] | undefined): boolean {
  return node !== undefined && answers.some(({ from }) => sameNode(from, node));
}
