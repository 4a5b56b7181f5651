// The steps of a change of views from the records to the beginning of the view. Pure, as `steps.ts`.
import { sameNode, type NodeRef } from '@chord-dht/chord';
import {
  report,
  unavailable,
  without,
  type Chosen,
  type Made,
  type Outcome,
  type Plan,
  type ProposerAction,
  type Reply,
  type Request,
  type Round,
  type Step,
  type Transition,
} from './change';
import { ask, each, goneOf, knownOf, whoSaid, type Question } from './round';
import { quorumOf, type Seal } from './seal';
import { isMember, type View } from './view';
import { isElsewhere, isHearsay, isNext } from './view-state';

type At<Name extends Step['name']> = Step & { readonly name: Name };

const NOT_ACCEPTED: Outcome = {
  kind: 'superseded',
  sentence: 'The choice of the view was not accepted.',
};

/** Removes later versions here that were never acknowledged first: they would keep out the right ones. */
export function takeRecords(plan: Plan, made: Made, lastRound: number): Transition {
  const givers = giversOf(made);
  const step: Step = { name: 'drop', made };
  if (!plan.had || isMember(givers, plan.self)) return take(plan, made, givers, lastRound);
  const request: Request = { kind: 'drop-unknown', peers: givers };
  return ask(plan, step, lastRound, each([plan.self], request));
}

export function onDrop(plan: Plan, { made }: At<'drop'>, round: Round): Transition {
  return failed(round) ?? take(plan, made, giversOf(made), round.number);
}

function take(plan: Plan, made: Made, givers: readonly NodeRef[], lastRound: number): Transition {
  const [giver, ...left] = without(givers, [plan.self]);
  if (!giver) return bringUp(plan, made, lastRound);
  const step: Step = { name: 'take', made, left };
  return ask(plan, step, lastRound, each([giver], { kind: 'fetch' }));
}

export function onTake(plan: Plan, { made, left }: At<'take'>, round: Round): Transition {
  return failed(round) ?? take(plan, made, left, round.number);
}

function giversOf({ seals }: Made): NodeRef[] {
  const all = seals.flatMap(({ givers }) => givers);
  return all.filter((giver, place) => !isMember(all.slice(0, place), giver));
}

/** Asks each member for its states, before it is given the records of this node. */
function bringUp(plan: Plan, made: Made, lastRound: number): Transition {
  const others = without(made.mayCount, [plan.self]);
  return ask(plan, { name: 'bring-up', made }, lastRound, each(others, { kind: 'collect' }));
}

/**
 * A member that comes from another ring has a view there, which has to be merged, not overwritten. A view that others
 * have accepted begins without such a member; hearsay of another ring is no reason to merge either.
 * @returns the next request to it; the end of the change; null when it is not brought up to date
 */
export function bringOrMerge(
  { bases }: Plan,
  isBound: boolean,
  { segments }: Reply & { readonly kind: 'known' },
): Request | Transition | null {
  const ofOthers = segments.filter(({ state: { view } }) => isOfOthers(view, bases));
  if (ofOthers.length === 0) return { kind: 'bring' };
  const followed = ofOthers.map(({ state }) => bases.find((basis) => isNext(basis, state)));
  const foreign = ofOthers.filter((_, place) => !followed[place]);
  const [view] = followed;
  // It would refuse records: it does not know yet that a basis follows its view.
  if (view && foreign.length === 0) return { kind: 'activate', view, synced: false, disk: null };
  if (isBound || foreign.every(({ state }) => isHearsay(state))) return null;
  const learn: ProposerAction = { type: 'learn', segments: foreign };
  const sentence = 'A member belongs to another ring as well.';
  return report({ kind: 'superseded', sentence }, [learn]);
}

/** Runs before the seal; a member that belongs to another ring is dealt with after it. */
export function bringUnlessForeign(
  { bases }: Plan,
  { segments }: Reply & { readonly kind: 'known' },
): Request | null {
  const isOthers = segments.some(({ state: { view } }) => isOfOthers(view, bases));
  return isOthers ? null : { kind: 'bring' };
}

function isOfOthers(view: View | null, bases: readonly View[]): boolean {
  return view !== null && bases.every((basis) => basis.lineage !== view.lineage);
}

export function onBringUp(plan: Plan, { made }: At<'bring-up'>, round: Round): Transition {
  const synced = broughtUp(plan, made.mayCount, round);
  if (!quorumOf(made.view).isReached(synced) && !isAllThereIs(made, synced, round))
    return tooFewBroughtUp(round);
  // This node's own view last: nothing binds it while the others have not accepted.
  const left = plan.bases.map((_, place) => plan.bases.length - 1 - place);
  return choose(plan, { name: 'choose', made, synced, left, accepted: [] }, round.number);
}

/**
 * True for a view that may have been chosen when all members but a few are up to date, and those few are in another ring
 * to stay. It cannot begin, but once the others have it, it can be sealed without them, and be merged.
 */
function isAllThereIs({ view, isBound }: Made, synced: readonly NodeRef[], round: Round): boolean {
  const away = knownOf(round)
    .filter(({ segments }) => segments.every(({ state }) => isElsewhere(state, view)))
    .map(({ from }) => from);
  const isAll = view.members.every((one) => isMember(synced, one) || isMember(away, one));
  return isBound && synced.length > 0 && isAll && !quorumOf(view).isReached(away);
}

/** The members that are up to date; this node is one already. */
export function broughtUp(plan: Plan, who: readonly NodeRef[], round: Round): NodeRef[] {
  const done = [...whoSaid(round, 'done'), plan.self];
  return who.filter((node) => isMember(done, node));
}

function choose(plan: Plan, step: At<'choose' | 'count-merged'>, lastRound: number): Transition {
  const [place, ...left] = step.left;
  if (place === undefined) return afterChoice(plan, step, lastRound);
  const { voters } = step.made.seals[place] as Seal;
  const { epoch, lineage } = plan.bases[place] as View;
  const proposal = { ballot: plan.ballot, view: step.made.view };
  const basis = { epoch, lineage };
  const questions = voters.map(({ node, disk }): Question => {
    return { to: node, request: { kind: 'accept', basis, proposal, disk } };
  });
  return ask(plan, { ...step, name: 'choose', left: [place, ...left] }, lastRound, questions);
}

export function onChoose(plan: Plan, step: At<'choose'>, round: Round): Transition {
  const [place, ...left] = step.left as [number, ...number[]];
  const basis = plan.bases[place] as View;
  const { needed } = step.made.seals[place] as Seal;
  const accepted = whoSaid(round, 'accepted');
  if (accepted.length >= needed) return choose(plan, { ...step, left }, round.number);
  if (basis.lineage === step.made.view.lineage) return report(NOT_ACCEPTED);
  const next: Step = { ...step, name: 'count-merged', accepted };
  return ask(plan, next, round.number, each(basis.members, { kind: 'collect' }));
}

/**
 * Members that have gone over to the lineage of another basis accept nothing in this one any more: their acceptance
 * counts in that other basis. Those without which the basis was sealed have no vote here.
 */
export function onCountMerged(plan: Plan, step: At<'count-merged'>, round: Round): Transition {
  const [place, ...left] = step.left as [number, ...number[]];
  const { needed, givers, voters } = step.made.seals[place] as Seal;
  const others = plan.bases.filter((_, at) => at !== place);
  const gone = knownOf(round).filter(({ segments }) =>
    segments.every(({ state: { view } }) =>
      others.some(({ lineage }) => lineage === view?.lineage),
    ),
  );
  const heard = [...givers, ...voters.map(({ node }) => node)];
  const moved = without(
    gone.map(({ from }) => from).filter((node) => isMember(heard, node)),
    step.accepted,
  );
  if (step.accepted.length + moved.length < needed) return report(NOT_ACCEPTED);
  return choose(plan, { ...step, left }, round.number);
}

function afterChoice(
  plan: Plan,
  { made, synced }: At<'choose' | 'count-merged'>,
  lastRound: number,
): Transition {
  const { view, seals } = made;
  const former = without(
    plan.bases.flatMap((basis) => basis.members),
    view.members,
  );
  return begin(
    plan,
    { view, synced, former, givers: seals.flatMap(({ whole }) => whole) },
    lastRound,
  );
}

/** Members that were brought up to date before the first attempt may be gone by now, and others have returned. */
export function bringUpAgain(plan: Plan, chosen: Chosen, lastRound: number): Transition {
  const others = without(chosen.view.members, [plan.self]);
  return ask(plan, { name: 'rebring', chosen }, lastRound, each(others, { kind: 'collect' }));
}

export function onRebring(plan: Plan, { chosen }: At<'rebring'>, round: Round): Transition {
  const synced = broughtUp(plan, chosen.view.members, round);
  if (!quorumOf(chosen.view).isReached(synced)) return tooFewBroughtUp(round);
  return begin(plan, { ...chosen, synced }, round.number);
}

/**
 * Begins a chosen view. Where too few members learn of it, only this node can go on: no other can tell which members
 * hold everything. So it repeats the message, and then no member is trusted to have kept what it was given.
 */
function begin(plan: Plan, chosen: Chosen, lastRound: number): Transition {
  const { view, synced, givers } = chosen;
  const questions = synced.map((node): Question => {
    const giver = givers.find((one) => sameNode(one.node, node));
    const isWhole = giver !== undefined || sameNode(node, plan.self);
    const disk = giver?.disk ?? null;
    return { to: node, request: { kind: 'activate', view, synced: isWhole, disk } };
  });
  const transition = ask(plan, { name: 'begin', chosen }, lastRound, questions);
  const remembered: ProposerAction = { type: 'chosen', chosen: { ...chosen, givers: [] } };
  return { ...transition, actions: [remembered, ...transition.actions] };
}

/**
 * A member that was in none of the old views may have kept records that were deleted since it last was in one; their
 * tombstones may be gone. It holds everything, and nothing else, before it counts.
 * @returns the next request; null when the member durably counts
 */
export function afterTold(request: Request, reply: Reply): Request | null {
  if (request.kind === 'activate' && reply.kind === 'active') {
    const { view, synced } = request;
    if (synced) return null;
    // A member that has counted in it already may have writes that this node lacks.
    const { wasSynced, disk } = reply;
    return wasSynced
      ? { kind: 'activate', view, synced: true, disk }
      : { kind: 'tidy', view, disk };
  }
  if (request.kind === 'tidy' && reply.kind === 'done')
    return { kind: 'activate', view: request.view, synced: true, disk: request.disk };
  return null;
}

export function onBegin({ chosen }: At<'begin'>, round: Round): Transition {
  const { view, synced, former } = chosen;
  if (!quorumOf(view).isReached(whoSaid(round, 'active')))
    return report(unavailable('The members of the new view did not all answer.'));
  // Members that do not hold everything do not count yet, and may well be silent. What they hold of the old view is
  // needed until this one has begun.
  const others = [...without(view.members, synced), ...former];
  const told = others.map((to): ProposerAction => {
    return { type: 'tell', to, request: { kind: 'activate', view, synced: false, disk: null } };
  });
  return report({ kind: 'begun', view, synced, former }, told);
}

/** Ends the change at the first failure, where every answer is needed. */
function failed({ failures: [first] }: Round): Transition | null {
  return first ? report(unavailable(first.sentence)) : null;
}

/** Silent members have to return: a view that may have been chosen is not given up for another. */
export function tooFewBroughtUp(round: Round): Transition {
  const sentence = 'Too few members of the new view could be brought up to date.';
  return report(unavailable(sentence, goneOf(round).length > 0));
}
