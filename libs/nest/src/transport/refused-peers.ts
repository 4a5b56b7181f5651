// Logs the peers that are refused, each refusal once a minute: one that is tried again and again would bury the rest.
import type { RefusedPeer } from '@chord-dht/transport';
import type { MemberLog } from '../ports/member-log';

const AGAIN_AFTER_MS = 60_000;
/** Refusals that are told apart; the one that was logged first is forgotten for another. */
const REMEMBERED_MAX = 256;

interface Logged {
  readonly atMs: number;
  /** Equal refusals since then. */
  repeated: number;
}

/** @returns the listener for the refusals of a transport; `repeated` counts the equal ones since the line before */
export function loggedRefusals(
  log: Pick<MemberLog, 'warn'>,
  nowMs: () => number = () => performance.now(),
): (refused: RefusedPeer) => void {
  const logged = new Map<string, Logged>();
  return ({ direction, address, why }) => {
    const name = `${direction} ${address} ${why}`;
    const before = logged.get(name);
    if (before && nowMs() - before.atMs < AGAIN_AFTER_MS) {
      before.repeated += 1;
      return;
    }
    logged.delete(name);
    const [first] = logged.keys();
    if (logged.size >= REMEMBERED_MAX && first !== undefined) logged.delete(first);
    logged.set(name, { atMs: nowMs(), repeated: 0 });
    const repeated = before?.repeated ?? 0;
    log.warn('peer-refused', { direction, address, why, ...(repeated > 0 ? { repeated } : {}) });
  };
}
