// Knows how a member of this process comes into a ring: by what the options say, by its memory, or
// through a member that is in already.
import { codeOf, type Address, type ChordNode, type Clock } from '@chord-dht/chord';
import { EXIT, StartFault } from '../config/exit-codes';
import type { Logger } from '../log/logger';
import type { Position } from './position';

/** How long a restarted member looks for its ring before it serves alone and looks on in the background. */
const REJOIN_PATIENCE_MS = 3_000;
const JOIN_ATTEMPT_MS = 5_000;
const JOIN_PAUSE_MS = 1_000;

export class WayIn {
  constructor(
    private readonly log: Logger,
    private readonly clock: Clock,
    private readonly isStopping: () => boolean,
  ) {}

  /**
   * --join decides; without it a restarted member goes back to where it was.
   * @throws StartFault when the ring refuses this node for good
   */
  async enter({ chord, formerPeers }: Position, join: readonly Address[]): Promise<void> {
    if (join.length > 0) {
      await this.joinUntilDone(chord, [...new Set([...join, ...formerPeers])]);
    } else if (formerPeers.length > 0) {
      try {
        await chord.joinVia(formerPeers, { timeoutMs: REJOIN_PATIENCE_MS });
      } catch (error) {
        this.refuseForGood(error);
        this.log.warn('ring-not-found', {
          code: codeOf(error),
          doing: 'serving alone and looking on',
          remembered: formerPeers.length,
        });
      }
    }
  }

  /** @throws StartFault when the ring refuses this node for good */
  async joinUntilDone(chord: ChordNode, peers: readonly Address[]): Promise<void> {
    while (!this.isStopping() && chord.membership !== 'member') {
      try {
        await chord.joinVia(peers, { timeoutMs: JOIN_ATTEMPT_MS });
      } catch (error) {
        if (codeOf(error) === 'NOT_ALONE') return; // Another member was faster and took this node in.
        this.refuseForGood(error);
        this.log.warn('join-failed', {
          code: codeOf(error),
          message: (error as Error).message,
          doing: 'trying again',
        });
        await new Promise((resolve) => this.clock.after(JOIN_PAUSE_MS, () => resolve(undefined)));
      }
    }
  }

  private refuseForGood(error: unknown): void {
    if (codeOf(error) !== 'INCOMPATIBLE') return;
    throw new StartFault(
      `The ring does not take this node: ${(error as Error).message}`,
      EXIT.configuration,
    );
  }
}
