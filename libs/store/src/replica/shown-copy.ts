// A home replica's report of its own copy of a key, whatever its views say.
import { StoreError } from '../base/errors';
import type { Position } from '../record/position';
import {
  contentTypeOf,
  expiresAtMsOf,
  isDeletedIn,
  isLiveIn,
  modifiedAtMsOf,
  printedVersionOf,
  valueSizeOf,
  writesOf,
} from '../record/record-bytes';
import type { ShownCopy } from '../record/shown';
import { printVersion } from '../record/version';
import type { ReplicaContext } from './replica-context';

/** The copy that lies here. A damaged one is shown as such, and neither reported nor mended by being looked at. */
export function shownCopy(
  { records, chord }: Pick<ReplicaContext, 'records' | 'chord'>,
  position: Position,
): ShownCopy {
  let bytes: Uint8Array | undefined;
  try {
    bytes = records.read(position);
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== 'CORRUPT') throw error;
    return { state: 'unreadable', record: null };
  }
  if (!bytes) return { state: 'absent', record: null };
  const isLive = isLiveIn(bytes, chord.clock.wallMs());
  return {
    state: isDeletedIn(bytes) ? 'removed' : isLive ? 'value' : 'expired',
    record: {
      version: printedVersionOf(bytes),
      bytes: valueSizeOf(bytes),
      contentType: contentTypeOf(bytes),
      modifiedAtMs: modifiedAtMsOf(bytes),
      expiresAtMs: expiresAtMsOf(bytes),
      writes: writesOf(bytes).map(({ version }) => printVersion(version)),
    },
  };
}
