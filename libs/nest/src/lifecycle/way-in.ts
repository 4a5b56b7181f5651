// Brings a member of this process into a ring: by the options, by its remembered peers, or through a member that is
// in already.
import { codeOf, type Address, type ChordNode, type Clock } from '@chord-dht/chord';
import { StartError } from '../base/errors';
import type { MemberLog } from '../ports/member-log';
import type { Discovery } from './discovery';
import type { Position } from './position';

/** How long a restarted member looks for its ring before it serves alone and looks on in the background. */
const REJOIN_PATIENCE_MS = 3_000;
const JOIN_ATTEMPT_MS = 5_000;
/** A name is asked for again so often while the member is alone. */
const LOOK_OUT_MS = 2_000;
const LOOK_MS = 100;
/** Between two attempts at first; doubled each time. */
const JOIN_PAUSE_MS_MIN = 1_000;
const JOIN_PAUSE_MS_MAX = 15_000;

export class WayIn {
  constructor(
    private readonly log: MemberLog,
    private readonly clock: Clock,
    private readonly discovery: Discovery,
    private readonly isStopping: () => boolean,
    /** Hears in a sentence what is waited for. */
    private readonly onWaiting: (sentence: string) => void,
  ) {}

  /**
   * --join and --discover decide; without them a restarted member goes back to where it was.
   * @throws StartError when the ring refuses this node for good
   */
  async enter({ chord, formerPeers }: Position, join: readonly Address[]): Promise<void> {
    const found = await this.findOthers(formerPeers.length > 0);
    const seeds = await this.seedsAmong(chord, [...join, ...found]);
    if (seeds.length > 0) {
      await this.joinUntilDone(chord, [...new Set([...seeds, ...formerPeers])]);
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

  /**
   * Looks for others by DNS now and then for as long as the member is alone, from now on: whoever was started at
   * the same time may not have had its address there yet.
   */
  lookOut(chord: ChordNode): void {
    if (!this.discovery.isOn) return;
    this.clock.after(LOOK_OUT_MS, () => {
      if (this.isStopping()) return;
      void this.lookOnce(chord)
        .catch((error: unknown) =>
          this.log.warn('join-failed', { code: codeOf(error), message: (error as Error).message }),
        )
        .then(() => this.lookOut(chord));
    });
  }

  private async lookOnce(chord: ChordNode): Promise<void> {
    if (chord.membership !== 'alone') return;
    const { members } = await this.discovery.find();
    const others = await chord.othersAmong(members);
    if (others.length > 0) await chord.joinVia(others, { timeoutMs: JOIN_ATTEMPT_MS });
  }

  /** A new node has to know whether there is a ring: one that took itself for the first would call all keys absent. */
  private async findOthers(hasBeenInRing: boolean): Promise<readonly Address[]> {
    for (;;) {
      const { members, silent } = await this.discovery.find();
      const isEnough = silent.length === 0 || members.length > 0 || hasBeenInRing;
      if (isEnough || this.isStopping()) return members;
      this.onWaiting(
        `The node looks for the ring that it is to join: the DNS server does not answer for ${silent.join(', ')}.`,
      );
      await new Promise((resolve) => this.clock.after(JOIN_PAUSE_MS_MIN, () => resolve(undefined)));
    }
  }

  /** @throws StartError when the ring refuses this node for good */
  async joinUntilDone(chord: ChordNode, named: readonly Address[]): Promise<void> {
    let peers = named;
    let pauseMs = JOIN_PAUSE_MS_MIN;
    while (!this.isStopping() && chord.membership !== 'member') {
      try {
        await chord.joinVia(peers, { timeoutMs: JOIN_ATTEMPT_MS });
      } catch (error) {
        if (codeOf(error) === 'NOT_ALONE') return; // Another member was faster and took this node in.
        this.refuseForGood(error);
        this.log.warn('join-failed', {
          code: codeOf(error),
          message: (error as Error).message,
          peers,
          doing: `trying again in ${pauseMs / 1_000} s`,
        });
        this.onWaiting(
          `The node looks for the ring that it is to join, and tries again and again. ${(error as Error).message} ` +
            `Start one of ${peers.join(', ')}, or start this node without --join and --discover.`,
        );
        await this.pause(chord, pauseMs);
        const { members } = await this.discovery.find();
        peers = await this.seedsAmong(chord, [...peers, ...members]);
        if (peers.length === 0) return;
        pauseMs = Math.min(JOIN_PAUSE_MS_MAX, pauseMs * 2);
      }
    }
  }

  /** All nodes may be started with one list of seeds, which then leads to each of them as well. */
  private async seedsAmong(chord: ChordNode, join: readonly Address[]): Promise<Address[]> {
    const seeds = join.length === 0 ? [] : await chord.othersAmong([...new Set(join)]);
    if (join.length > 0 && seeds.length === 0) {
      this.log.info('no-other-seed', {
        seeds: join,
        message: 'All seeds lead to this node itself: it is a ring of one until others join it.',
      });
    }
    return seeds;
  }

  /** Ends early when somebody else takes this node in, or it stops. */
  private async pause(chord: ChordNode, pauseMs: number): Promise<void> {
    const untilMs = this.clock.nowMs() + pauseMs;
    while (this.clock.nowMs() < untilMs && !this.isStopping() && chord.membership !== 'member')
      await new Promise((resolve) => this.clock.after(LOOK_MS, () => resolve(undefined)));
  }

  private refuseForGood(error: unknown): void {
    if (codeOf(error) !== 'INCOMPATIBLE') return;
    throw new StartError(
      'CONFIGURATION',
      `The ring does not take this node: ${(error as Error).message}`,
    );
  }
}
