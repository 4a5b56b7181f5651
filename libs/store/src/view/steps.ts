// The steps of a change of views, up to the records (Lamport, Malkhi, Zhou, Vertical Paxos, PODC 2009,
// section 3). Pure: each goes on from the answers to the questions of the one before.
import type { NodeRef } from '@chord-dht/chord';
import type { AcceptorRequest } from './acceptor';
import { boundBy, type Bound } from './bound';
import {
  report,
  unavailable,
  without,
  type Made,
  type Outcome,
  type Plan,
  type Present,
  type ProposerAction,
  type Request,
  type Round,
  type Step,
  type Transition,
} from './change';
import { whoMayCount } from './proposed-view';
import { takeRecords, tooFewBroughtUp } from './records-steps';
import { ask, each, goneOf, knownOf, promisesOf, whoSaid, type Question } from './round';
import {
  byAll,
  hasMerged,
  heldBefore,
  judge,
  latest,
  quorumOf,
  type PrepareAnswer,
  type Seal,
  type Verdict,
} from './seal';
import { isMember, majorityOf, sameMembers, sameView, withoutBases, type View } from './view';
import { isSurvivor } from './view-state';

type At<Name extends Step['name']> = Step & { readonly name: Name };

const ANOTHER: Outcome = {
  kind: 'superseded',
  sentence: 'Another node changes the view of this arc.',
};

/** Asks the wanted members that were in no basis for the name of their disk. */
export function askWhoIsThere(plan: Plan, lastRound: number): Transition {
  const old = plan.bases.flatMap(({ members }) => members);
  const newcomers = without(plan.wanted, [...old, plan.self]);
  return ask(plan, { name: 'present' }, lastRound, each(newcomers, { kind: 'disk' }));
}

/** A silent node does not become a home replica: it would be missing in the view. */
export function onPresent(plan: Plan, _: Step, round: Round): Transition {
  const members = without(plan.wanted, goneOf(round));
  if (members.length < majorityOf(plan.wanted)) return tooFew();
  const isWaiting = plan.bases.length === 1 && members.length < plan.wanted.length;
  if (isWaiting && plan.serves && sameMembers(plan.serves, members))
    return report({ kind: 'unchanged' });
  const disks = round.answers.flatMap(({ from, reply }) =>
    reply.kind === 'disk' ? [{ node: from, disk: reply.disk }] : [],
  );
  const left = plan.bases.filter((basis) => !isMember(basis.members, plan.self));
  return prefetch(plan, { name: 'prefetch', present: { members, disks }, left }, round.number);
}

/** Copies records before the seal; a failure does no harm. The seal then lasts only as long as the rest takes. */
function prefetch(plan: Plan, step: At<'prefetch'>, lastRound: number): Transition {
  const [basis, ...left] = step.left;
  if (!basis) return prebring(plan, step.present, lastRound);
  return ask(plan, { ...step, left }, lastRound, each([basis.primary], { kind: 'fetch' }));
}

/**
 * No client is served while the seal lasts, so as much as possible is copied before it. Rings that merge are excluded:
 * no member has the records of the others.
 */
function prebring(plan: Plan, present: Present, lastRound: number): Transition {
  const { members } = present;
  const [, ...others] = plan.bases;
  const old = others.length > 0 ? [] : plan.bases.flatMap((basis) => basis.members);
  const newcomers = without(members, [...old, plan.self]);
  if (!plan.serves || newcomers.length === 0) return seal(plan, present, [], lastRound);
  const step: Step = { name: 'prebring', present };
  return ask(plan, step, lastRound, each(newcomers, { kind: 'collect' }));
}

/** Records that could not be given before the seal would have to be given under it, while no client is served. */
export function onPrebring(plan: Plan, { present }: At<'prebring'>, round: Round): Transition {
  const { members } = present;
  const [failure] = round.failures;
  if (failure && members.length - round.failures.length < majorityOf(members))
    return report(unavailable(failure.sentence));
  return seal(plan, present, [], round.number);
}

/**
 * Records that only one node has are copied before that node is sealed; other givers may replace it when it is gone.
 */
export function onPrefetch(plan: Plan, step: At<'prefetch'>, round: Round): Transition {
  const [failure] = round.failures;
  // Under a seal there is no more room either, and no node would serve: the old view goes on instead.
  if (failure?.isFull) return report(unavailable(failure.sentence));
  const isOnlyOne = plan.bases.some(({ members: [first, ...others] }) => {
    return others.length === 0 && failure !== undefined && first?.id === failure.from.id;
  });
  if (failure && isOnlyOne) return report(unavailable(failure.sentence));
  return prefetch(plan, step, round.number);
}

/** This node's own view last: when another ring does not answer, its own view goes on serving. */
export function basisToSeal({ bases }: Plan, seals: readonly Seal[]): View {
  return bases[bases.length - 1 - seals.length] as View;
}

function seal(plan: Plan, present: Present, seals: readonly Seal[], lastRound: number): Transition {
  if (seals.length === plan.bases.length)
    return decide(plan, present, [...seals].reverse(), lastRound);
  const step: Step = { name: 'seal', present, seals };
  return ask(plan, step, lastRound, prepareAll(plan, basisToSeal(plan, seals)));
}

function prepareAll({ ballot }: Plan, { members, epoch, lineage }: View): Question[] {
  return each(members, { kind: 'prepare', basis: { epoch, lineage }, ballot });
}

export function onSeal(plan: Plan, step: At<'seal'>, round: Round): Transition {
  const basis = basisToSeal(plan, step.seals);
  const answers = promisesOf(round);
  const transition = afterVerdict(plan, step, round, judge(answers, basis));
  return { ...transition, actions: [...notes(answers, basis), ...transition.actions] };
}

function afterVerdict(
  plan: Plan,
  { present, seals }: At<'seal'>,
  round: Round,
  verdict: Verdict,
): Transition {
  switch (verdict.kind) {
    case 'sealed':
      return seal(plan, present, [...seals, verdict.seal], round.number);
    case 'ask-all': {
      const view = basisToSeal(plan, seals);
      const told = { kind: 'activate', view, synced: false, disk: null } as const;
      const step: Step = { name: 'tell-all', present, seals };
      return ask(plan, step, round.number, each(whoSaid(round, 'other'), told));
    }
    case 'superseded':
      return report(ANOTHER);
    case 'divided':
      return report(verdict);
    case 'not-begun':
      return goBack(plan, verdict.before, round.number);
    case 'unavailable':
      return report(unavailable(verdict.sentence, true));
  }
}

/** The views and ballots that the answers report beside the seal. */
function notes(answers: readonly PrepareAnswer[], basis: View): ProposerAction[] {
  return answers.flatMap(({ from, reply }): ProposerAction[] => {
    if (reply.kind === 'outbid') return [{ type: 'outbid', round: reply.promised.round }];
    const isNews = reply.kind === 'other' && !hasMerged(reply, basis);
    return isNews ? [{ type: 'learn', segments: reply.segments, from }] : [];
  });
}

/** Members that do not know the view are notified first, so that they promise about it. */
export function onTellAll(
  plan: Plan,
  { present, seals }: At<'tell-all'>,
  round: Round,
): Transition {
  const step: Step = { name: 'seal-all', present, seals };
  return ask(plan, step, round.number, prepareAll(plan, basisToSeal(plan, seals)));
}

export function onSealAll(
  plan: Plan,
  { present, seals }: At<'seal-all'>,
  round: Round,
): Transition {
  const complete = byAll(promisesOf(round), basisToSeal(plan, seals));
  return complete ? seal(plan, present, [...seals, complete], round.number) : report(ANOTHER);
}

/** The view cannot have begun: begins from the records of the one before it. */
function goBack(plan: Plan, named: View | null, lastRound: number): Transition {
  const [basis, ...others] = plan.bases as [View, ...View[]];
  if (others.length > 0) return unbegun();
  if (basis.follows) return beginFrom(plan, basis.follows, lastRound);
  return ask(
    plan,
    { name: 'before', named },
    lastRound,
    each(plan.neighbours, { kind: 'collect' }),
  );
}

export function onBefore(plan: Plan, { named }: At<'before'>, round: Round): Transition {
  const [basis] = plan.bases as [View];
  const before = latest([
    named,
    ...knownOf(round).map(({ segments }) => heldBefore(segments, basis)),
  ]);
  return before ? beginFrom(plan, [before], round.number) : unbegun();
}

function beginFrom(plan: Plan, bases: readonly View[], lastRound: number): Transition {
  const toBegin = plan.toBegin ?? (plan.bases[0] as View);
  return askWhoIsThere({ ...plan, bases, toBegin, chosen: null }, lastRound);
}

/** The acceptances of the old members decide; without any, the members that the ring suggests. */
function decide(
  plan: Plan,
  present: Present,
  seals: readonly Seal[],
  lastRound: number,
): Transition {
  const bound = boundBy(plan.bases, seals);
  // The old members know of another choice than this node.
  if (plan.toBegin && !sameView(plan.toBegin, bound?.view ?? null))
    return report(unavailable('What was chosen after the old view is not known here.'));
  if (bound) return inquire(plan, bound, seals, lastRound);
  const basis = survivorOf(plan.bases);
  const questions = present.disks.flatMap(({ node, disk }): Question[] =>
    disk !== null && isMember(present.members, node)
      ? [{ to: node, request: { kind: 'enrol', basis, disk } }]
      : [],
  );
  return ask(plan, { name: 'enrol', present, seals }, lastRound, questions);
}

/** The other bases stay as they are, and are merged when this view has begun. */
function inquire(
  plan: Plan,
  { view, bases, missing }: Bound,
  seals: readonly Seal[],
  lastRound: number,
): Transition {
  if (missing.length > 0) return report({ kind: 'incomplete', missing });
  const concerned = seals.filter((_, place) => bases.includes(plan.bases[place] as View));
  const made: Made = { seals: concerned, view, isBound: true, mayCount: [] };
  const questions = each(view.members, { kind: 'collect' });
  return ask({ ...plan, bases }, { name: 'inquire', made }, lastRound, questions);
}

/** A newcomer may have any of the bases; one without any is given the surviving one. */
export function enrolOn(
  { bases }: Plan,
  request: AcceptorRequest & { readonly kind: 'enrol' },
): Request | null {
  const survivor = survivorOf(bases);
  const all = [survivor, ...bases.filter((basis) => basis !== survivor)];
  const basis = all[all.indexOf(request.basis) + 1];
  return basis ? { ...request, basis } : null;
}

/**
 * Enrols newcomers before the choice. When one loses its disk and this one reports nothing later than the basis, it has
 * never counted: the disk is older than any view that follows, and its book has the basis.
 */
export function onEnrol(plan: Plan, { present, seals }: At<'enrol'>, round: Round): Transition {
  const members = without(present.members, goneOf(round));
  if (members.length < majorityOf(present.members)) return tooFew();
  const { lineage } = survivorOf(plan.bases);
  const epoch = Math.max(...plan.bases.map((basis) => basis.epoch)) + 1;
  const next = { epoch, lineage, primary: members[0] as NodeRef, members };
  const isMerger = plan.bases.length > 1;
  const view = isMerger ? { ...next, isMerger, follows: plan.bases.map(withoutBases) } : next;
  return takeRecords(plan, { seals, view, isBound: false, mayCount: members }, round.number);
}

/** A view that another node has proposed may have begun, and have writes. */
export function onInquire(plan: Plan, { made }: At<'inquire'>, round: Round): Transition {
  const known = knownOf(round);
  const found = whoMayCount(known, plan.bases, made.view);
  if (found.begunAt) {
    const learn: ProposerAction = { type: 'learn', segments: found.begunAt };
    const sentence = 'The view has begun at another node.';
    return report({ kind: 'superseded', sentence }, [learn]);
  }
  if (!quorumOf(made.view).isReached(found.mayCount)) return tooFewBroughtUp(round);
  return takeRecords(plan, { ...made, mayCount: found.mayCount }, round.number);
}

function survivorOf(bases: readonly View[]): View {
  return bases.reduce((a, b) => (isSurvivor(a.lineage, b.lineage) ? a : b));
}

function tooFew(): Transition {
  return report(unavailable('Too few members of the new view answer.'));
}

function unbegun(): Transition {
  return report(unavailable('The view was chosen and could not begin.'));
}
