// Sentences about a listing of keys.
import type { KeyCountDto } from '@chord-dht/api-client';
import { bytes, cut, grouped, visible } from '@chord-dht/ring-view';
import type { StreamState } from '../../data/live/feed-messages';

const NAME_LETTERS = 40;
const named = (prefix: string): string => `“${cut(visible(prefix), NAME_LETTERS)}”`;

/** `2 keys begin with “users/”, 31 B in all.` */
export function keysSentence(counted: KeyCountDto | undefined, prefix: string): string {
  if (!counted) return 'Counting…';
  const { keys, complete } = counted;
  const number = keys === 0 ? 'No' : grouped(keys);
  const noun = keys === 1 ? 'key' : 'keys';
  const verb = keys === 1 ? 'begins' : 'begin';
  const where = prefix === '' ? 'in the ring' : `${verb} with ${named(prefix)}`;
  const size = keys === 0 ? '' : `, ${bytes(counted.bytes)} in all`;
  return `${number} ${noun} ${where}${size}${complete ? '' : ', without those that cannot be read'}.`;
}

export function watchSentence(isPaused: boolean, state: StreamState, prefix: string): string {
  const what = prefix === '' ? 'of all keys' : `of keys that begin with ${named(prefix)}`;
  if (isPaused) return 'Paused: changes are not shown.';
  if (state === 'live') return `Every change ${what}, as it happens.`;
  return state === 'connecting'
    ? 'Connecting to the changes…'
    : 'Changes cannot be shown at the moment; the list is read again every few seconds.';
}
