// Knows how keys of the whole ring are listed: from id 0 clockwise, owner by owner, page by page.
import type { Id } from '@chord-dht/chord';
import { StoreError } from '../errors';
import type { ListedKey, ListReply, ListRequest } from '../messages/store-messages';
import { checkPrefix } from '../messages/store-reader';
import type { Position } from '../range/position';
import { checkKey } from '../range/keys';
import type { StoreContext } from '../store-context';
import { decodeUtf8, encodeUtf8 } from '../text/utf8';
import { unlessGone } from '../unless-gone';
import type { Coordinator, Reached } from './coordinator';

export interface ListOptions {
  readonly prefix?: string | undefined;
  /** 1 to 1,000. */
  readonly limit: number;
  /** From the page before. */
  readonly cursor?: string | undefined;
  readonly timeoutMs?: number | undefined;
  readonly trace?: string | undefined;
}

export interface ListResult {
  readonly keys: readonly ListedKey[];
  /** Absent on the last page. */
  readonly cursor?: string;
}

export const LIST_LIMIT_MAX = 1_000;

interface Place {
  readonly lowId: Id;
  readonly after: Position | null;
}

/** @throws StoreError `UNAVAILABLE`; `MALFORMED_CONDITION` for a cursor that is none of ours */
export async function listRing(
  context: StoreContext,
  coordinator: Coordinator,
  local: (request: ListRequest) => ListReply,
  options: ListOptions,
): Promise<ListResult> {
  const { space, clock, parameters } = context.chord;
  const prefix = checkPrefix(options.prefix ?? '');
  const limit = Math.min(LIST_LIMIT_MAX, Math.max(1, Math.floor(options.limit)));
  const deadlineAtMs = clock.nowMs() + (options.timeoutMs ?? parameters.operationTimeoutMs);
  const keys: ListedKey[] = [];
  let place: Place | null =
    options.cursor === undefined
      ? { lowId: space.fromNumber(0n), after: null }
      : readCursor(context, options.cursor);
  while (place && keys.length < limit) {
    const request: ListRequest = { ...place, prefix, limit: limit - keys.length };
    const timeoutMs = deadlineAtMs - clock.nowMs();
    const { reply }: Reached<ListReply> = await coordinator.reach(
      place.lowId,
      {
        local: async () => local(request),
        remote: async (node, { timeoutMs: restMs, trace }) => {
          const call = context.call(node, 'store.list', request, { timeoutMs: restMs, trace });
          return context.read.listed(await unlessGone(context, node, call));
        },
      },
      { timeoutMs, trace: options.trace, writes: false },
    );
    keys.push(...reply.keys);
    if (reply.next) place = { lowId: reply.next.keyId, after: reply.next };
    else place = behind(context, reply.toId);
  }
  return place ? { keys, cursor: printCursor(place) } : { keys };
}

/** `null` behind the highest id. */
function behind({ chord }: StoreContext, id: Id): Place | null {
  const lowId = chord.space.add(id, 1n);
  return lowId < id ? null : { lowId, after: null };
}

function printCursor({ lowId, after }: Place): string {
  if (!after) return lowId;
  const digits = Array.from(encodeUtf8(after.key), (byte) => byte.toString(16).padStart(2, '0'));
  return `${lowId}-${digits.join('')}`;
}

function readCursor({ chord }: StoreContext, cursor: string): Place {
  const [lowId, digits] = cursor.split('-', 2);
  if (!chord.space.isId(lowId)) throw malformed();
  if (digits === undefined) return { lowId, after: null };
  if (!/^([0-9a-f]{2}){1,1024}$/.test(digits)) throw malformed();
  const bytes = Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16));
  const key = decodeUtf8(bytes);
  if (key === undefined || chord.keyId(checkKey(key)) !== lowId) throw malformed();
  return { lowId, after: { keyId: lowId, key } };
}

function malformed(): StoreError {
  return new StoreError(
    'KEY_INVALID',
    'The cursor does not come from a page of this listing; begin again without a cursor.',
  );
}
