// Knows how an owner lists keys of its arc.
import { unavailable } from '../errors';
import type { ListedKey, ListReply, ListRequest } from '../messages/store-messages';
import type { Intake } from '../movement/intake';
import type { Page } from '../ports/record-store';
import type { Arc, Position } from '../range/position';
import { isLive, type RecordHead } from '../record/stored-record';
import { printVersion } from '../record/version';
import type { StoreContext } from '../store-context';

/** So many records are looked at for one page, so that a rare prefix does not hold the node up. */
const LOOKED_AT_MAX = 2_000;
const PAGE = 200;

/** @throws StoreError as `Authority.refusal`; `UNAVAILABLE` while records of the arc are elsewhere */
export function listOwn(context: StoreContext, intake: Intake, request: ListRequest): ListReply {
  const { authority, records, chord } = context;
  const { lowId, after, prefix, limit } = request;
  const refusal = authority.refusal(lowId);
  if (refusal) throw refusal;
  const arc = upToZero(context, lowId);
  if (intake.concerns(arc))
    throw unavailable(`${chord.self.address} is still fetching a part of its keys.`, 'not-applied');
  const wallMs = chord.clock.wallMs();
  const keys: ListedKey[] = [];
  let lookedAt = 0;
  let next = after;
  do {
    const page = records.scanHeads(arc, { records: PAGE, after: next });
    for (const position of page.corrupt) context.events.emit({ type: 'record-corrupt', position });
    for (const head of page.items) {
      if (isLive(head, wallMs) && head.key.startsWith(prefix)) keys.push(listed(head));
      if (keys.length < limit) continue;
      return {
        keys,
        next: { keyId: head.keyId, key: head.key },
        ownedFrom: authority.servedFrom(lowId),
      };
    }
    lookedAt += PAGE;
    next = page.next;
  } while (next && lookedAt < LOOKED_AT_MAX);
  return { keys, next, ownedFrom: authority.servedFrom(lowId) };
}

/** From `lowId` to the end of our arc, or of the ids, whichever comes first. */
function upToZero({ chord }: StoreContext, lowId: string): Arc {
  const { space, self } = chord;
  const highest = space.fromNumber(-1n);
  return { fromId: space.add(lowId, -1n), toId: self.id >= lowId ? self.id : highest };
}

function listed({ key, version, bytes, contentType, modifiedAtMs }: RecordHead): ListedKey {
  return { key, version: printVersion(version), bytes, contentType, modifiedAtMs };
}

/** All live keys of our arc that lie here. Each step sees the arc and the records of its moment. */
export function* ownKeys({ authority, records, chord }: StoreContext): Generator<string> {
  let after: Position | null = null;
  do {
    const { arc } = authority;
    if (!arc) return;
    const page: Page<RecordHead> = records.scanHeads(arc, { records: PAGE, after });
    for (const head of page.items) if (isLive(head, chord.clock.wallMs())) yield head.key;
    after = page.next;
  } while (after);
}
