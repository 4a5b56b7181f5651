// Questions that a proposer asks at once, and how their answers are gathered. Pure.
import { sameNode, type NodeRef } from '@chord-dht/chord';
import type {
  Answer,
  Plan,
  ProposerAction,
  ProposerEvent,
  Request,
  Round,
  Step,
  Transition,
} from './change';
import type { PrepareAnswer } from './seal';
import type { SentSegment } from './view-messages';

export interface Question {
  readonly to: NodeRef;
  readonly request: Request;
}

/** Begins a step with its questions. The number identifies late answers to earlier rounds. */
export function ask(
  plan: Plan,
  step: Step,
  lastRound: number,
  questions: readonly Question[],
): Transition {
  const number = lastRound + 1;
  const round = { number, open: questions, answers: [], failures: [], isWaiting: false };
  return { change: { plan, step, round }, actions: questions.map((one) => asking(number, one)) };
}

export function asking(round: number, { to, request }: Question): ProposerAction {
  return { type: 'ask', round, to, request };
}

export function each(nodes: readonly NodeRef[], request: Request): Question[] {
  return nodes.map((to) => ({ to, request }));
}

/** Closes the open question of a node with its answer or failure. A node is asked one question at a time. */
export function fold(round: Round, event: Exclude<ProposerEvent, { type: 'late' }>): Round {
  const open = round.open.filter(({ to }) => !sameNode(to, event.from));
  if (event.type === 'failed') return { ...round, open, failures: [...round.failures, event] };
  const answer = { from: event.from, reply: event.reply };
  return { ...round, open, answers: [...round.answers, answer] };
}

/** Replaces a node's last answer by the next question to it. */
export function follow(round: Round, question: Question): Round {
  const open = round.open.map((one) => (sameNode(one.to, question.to) ? question : one));
  return { ...round, open };
}

export function isOpen({ open }: Round, node: NodeRef): boolean {
  return open.some(({ to }) => sameNode(to, node));
}

export function goneOf({ failures }: Round): NodeRef[] {
  return failures.filter(({ isGone }) => isGone).map(({ from }) => from);
}

export function promisesOf({ answers }: Round): PrepareAnswer[] {
  return answers.flatMap(({ from, reply }) => {
    switch (reply.kind) {
      case 'promised':
      case 'outbid':
      case 'other':
      case 'divided':
        return [{ from, reply }];
      default:
        return [];
    }
  });
}

export interface Known {
  readonly from: NodeRef;
  readonly segments: readonly SentSegment[];
}

export function knownOf({ answers }: Round): Known[] {
  return answers.flatMap(({ from, reply }) =>
    reply.kind === 'known' ? [{ from, segments: reply.segments }] : [],
  );
}

/** The senders of answers of a kind. */
export function whoSaid({ answers }: Round, kind: Answer['reply']['kind']): NodeRef[] {
  return answers.filter(({ reply }) => reply.kind === kind).map(({ from }) => from);
}
