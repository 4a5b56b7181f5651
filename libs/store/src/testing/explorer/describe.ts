// A move of a small world, for people.
import type { Reply, Request } from '../../view/change';
import type { View } from '../../view/view';
import type { Move } from './moves';
import { indexOf, type Host, type Message } from './world';

const LETTERS = 'ABCDE';

export function describe({ host, input, name }: Move, before: Host, after: Host): string {
  const what = input.type === 'deliver' ? said(input.message) : name;
  const changed = stateOf(before) === stateOf(after) ? '' : `   [${stateOf(after)}]`;
  return `${LETTERS[host]} ${what}${stepOf(after)}${changed}`;
}

function said({ from, body }: Message): string {
  const who = LETTERS[from];
  switch (body.kind) {
    case 'request':
      return `is asked by ${who}: ${requestOf(body.request)}`;
    case 'reply':
      return `is answered by ${who}: ${replyOf(body.reply as Reply)}`;
    case 'write':
      return `is asked by ${who}: write ${body.stored.writes.at(-1)} in ${nameOf(body.view)}`;
    case 'read':
      return `is asked by ${who}: read in ${nameOf(body.view)}`;
    case 'get':
      return `is asked by ${who}, which stands in ${nameOf(body.view)}: get`;
  }
}

function requestOf(request: Request): string {
  switch (request.kind) {
    case 'prepare':
      return `prepare ${request.basis.epoch} by ballot ${request.ballot.round}`;
    case 'accept':
      return `accept ${nameOf(request.proposal.view)} by ballot ${request.proposal.ballot.round}`;
    case 'activate':
      return `activate ${nameOf(request.view)}${request.synced ? ', synced' : ''}`;
    case 'tidy':
      return `tidy ${nameOf(request.view)}`;
    default:
      return request.kind;
  }
}

function replyOf(reply: Reply): string {
  if (reply.kind !== 'promised') return reply.kind;
  const { synced, forgot, accepted } = reply;
  return `promised${synced ? ', synced' : ''}${forgot ? ', forgot' : ''}${accepted ? `, accepted ${nameOf(accepted.view)}` : ''}`;
}

function stepOf({ member }: Host): string {
  return member.change ? ` (${member.change.step.name})` : '';
}

function stateOf({ member, records, isUp }: Host): string {
  const state = member.parts[0]?.state;
  if (!state) return '';
  const { view, synced, forgot, promised, accepted, serving } = state;
  return [
    isUp ? '' : 'down',
    view ? nameOf(view) : 'blank',
    synced ? 'synced' : '',
    forgot ? 'forgot' : '',
    promised ? `promised ${promised.round}` : '',
    accepted ? `accepted ${nameOf(accepted.view)}` : '',
    serving ? 'serving' : '',
    records.map((stored) => stored?.writes.join('.') ?? '-').join(' '),
  ]
    .filter(Boolean)
    .join(', ');
}

function nameOf({ epoch, lineage, members }: View): string {
  const letters = members.map((member) => LETTERS[indexOf(member)]).join('');
  return `${lineage.slice(0, 2)}:${epoch}:${letters}`;
}
