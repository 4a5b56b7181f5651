// A host of a small world answers messages: as the handlers of a home replica, and as a sync.
import { warrantOf, type Reply } from '../../view/change';
import { hasView, isSealed, isWithin } from '../../view/view-state';
import { isMember, type ChangeWarrant, type View } from '../../view/view';
import { getHere, onOperationReply, serveOperation } from './operations';
import { isAwaited, keepLater, type Work } from './work';
import { NODES, indexOf, type Message, type Purpose, type Records } from './world';

export function deliver(work: Work, message: Message): void {
  const { body, from, purpose } = message;
  const back = (reply: unknown, records: Records | null = null): void => {
    if (purpose.of !== 'nothing') work.send(from, purpose, { kind: 'reply', reply, records });
  };
  switch (body.kind) {
    case 'reply':
      return hearReply(work, message, body);
    case 'write':
    case 'read':
      return back(serveOperation(work, from, body));
    case 'get':
      return getHere(work, body);
    case 'request':
      if (from === work.index) return dropUnknown(work, purpose, body.records, body.under);
      return serve(work, from, body, back);
  }
}

function serve(
  work: Work,
  from: number,
  { request, records, under }: Message['body'] & { readonly kind: 'request' },
  back: (reply: unknown, records?: Records | null) => void,
): void {
  switch (request.kind) {
    case 'fetch':
      return back({ kind: 'done' }, work.host.records);
    case 'bring':
      if (!isWithin(work.state(), under as ChangeWarrant)) return back({ kind: 'sealed' });
      keepLater(work, records as Records);
      return back({ kind: 'done' });
    case 'tidy':
      return back({ kind: tidy(work, from, request.view, records as Records) ? 'done' : 'sealed' });
    default:
      return back(work.answer(request));
  }
}

/** As `requireBringer`; what the primary has written in the view meanwhile is not stale there. */
function tidy(work: Work, from: number, view: View, incoming: Records): boolean {
  const state = work.state();
  if (!hasView(state, view) || isSealed(state)) return false;
  const isPrimary = indexOf(view.primary) === from;
  if (!isPrimary && (state.synced || !isMember(view.members, NODES[from]!))) return false;
  const records = work.host.records.map((stored, key) => {
    const other = incoming[key] ?? null;
    const isNews = isPrimary && stored !== null && hasView({ ...state, view }, stored.view);
    const isStale = stored !== null && stored.version > (other?.version ?? -1) && !isNews;
    if (isStale) return other;
    return other && (!stored || stored.version < other.version) ? other : stored;
  });
  work.set({ records });
  return true;
}

/** What none of the givers has, which the world has looked up when it was asked for. */
function dropUnknown(
  work: Work,
  purpose: Purpose,
  latest: Records | null,
  under: ChangeWarrant | null,
): void {
  const { change } = work.host.member;
  if (purpose.of !== 'change' || purpose.run !== work.host.runs || !change) return;
  if (!latest || !under || !isWithin(work.state(), under))
    return failed(work, work.index, 'It is beyond the change.', false);
  const records = work.host.records.map((stored, key) =>
    stored && stored.version > (latest[key]?.version ?? -1) ? null : stored,
  );
  work.set({ records });
  answered(work, work.index, { kind: 'done' });
}

function hearReply(
  work: Work,
  { from, purpose }: Message,
  { reply, records }: Message['body'] & { readonly kind: 'reply' },
): void {
  if (!isAwaited(work.host, purpose, from)) return;
  if (purpose.of === 'operation') return onOperationReply(work, from, reply, records);
  if ((reply as Reply | { kind: 'sealed' }).kind === 'sealed') {
    if (purpose.of === 'mending') return work.set({ mending: null });
    return failed(work, from, 'It is sealed.', false);
  }
  if (purpose.of === 'mending') {
    const { asked } = work.host.mending!;
    return work.perform(
      work.feed({ type: 'mended', member: NODES[from]!, asked, reply: reply as Reply }),
    );
  }
  if (records) {
    // As `requireWithin`, when fetched records are written here.
    const { change } = work.host.member;
    if (!change || !isWithin(work.state(), warrantOf(change.plan)))
      return failed(work, from, 'It is beyond the change.', false);
    keepLater(work, records);
  }
  answered(work, from, reply as Reply);
}

function answered(work: Work, from: number, reply: Reply): void {
  const round = work.host.member.change?.round.number ?? 0;
  work.perform(work.feed({ type: 'answered', round, from: NODES[from]!, reply }));
}

/** What was asked of a host has come to nothing. */
export function failed(work: Work, from: number, sentence: string, isGone: boolean): void {
  const round = work.host.member.change?.round.number ?? 0;
  work.perform(work.feed({ type: 'failed', round, from: NODES[from]!, isGone, sentence }));
}
