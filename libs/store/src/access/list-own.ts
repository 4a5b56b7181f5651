// Knows how an owner lists keys of its arc.
import type { Id } from '@chord-dht/chord';
import type { ListedKey, ListReply, ListRequest } from '../messages/store-messages';
import type { Page } from '../ports/record-store';
import type { Arc, Position } from '../range/position';
import { isLive, type RecordHead } from '../record/stored-record';
import { printVersion } from '../record/version';
import type { StoreContext } from '../store-context';

/** So many records are looked at for one page, so that a rare prefix does not hold the node up. */
const LOOKED_AT_MAX = 2_000;
const PAGE = 200;

/**
 * What the primary has; a write that is not confirmed may be among it, and one whose view ends just
 * now may be missing, so a listing promises less than a reading.
 * @throws StoreError as `Authority.viewOf`
 */
export function listOwn(context: StoreContext, request: ListRequest): ListReply {
  const { authority, records, chord } = context;
  const { lowId, after, prefix, limit } = request;
  authority.viewOf(lowId);
  const arc = servedBehind(context, lowId);
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
        toId: arc.toId,
        ownedFrom: authority.servedFrom(lowId),
      };
    }
    lookedAt += PAGE;
    next = page.next;
  } while (next && lookedAt < LOOKED_AT_MAX);
  return { keys, next, toId: arc.toId, ownedFrom: authority.servedFrom(lowId) };
}

/** From `lowId` to the end of the view that it lies in, or of the ids, whichever comes first. */
function servedBehind({ chord, authority }: StoreContext, lowId: Id): Arc {
  const { space } = chord;
  const endId = authority.servedTo(lowId);
  return { fromId: space.add(lowId, -1n), toId: endId >= lowId ? endId : space.fromNumber(-1n) };
}

function listed(head: RecordHead): ListedKey {
  const { key, version, bytes, contentType, modifiedAtMs, expiresAtMs } = head;
  return { key, version: printVersion(version), bytes, contentType, modifiedAtMs, expiresAtMs };
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
