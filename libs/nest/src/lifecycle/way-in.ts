// Brings a member of this process into a ring: by the options, by its remembered peers, or through a member that is
// already in it.
import { codeOf, type Address, type ChordNode, type Clock } from '@chord-dht/chord';
import { StartError } from '../base/errors';
import type { MemberLog } from '../ports/member-log';
import type { Discovery } from './discovery';
import type { Position } from './position';

/**
 * The time in milliseconds after which a restarted member serves alone, and goes on looking for its ring in the
 * background.
 */
const REJOIN_PATIENCE_MS = 3_000;
const JOIN_ATTEMPT_MS = 5_000;
/** The interval, in milliseconds, of DNS queries while the member is alone. */
const LOOK_OUT_MS = 2_000;
const LOOK_MS = 100;
/** The first pause between two attempts, in milliseconds; doubled each time. */
const JOIN_PAUSE_MS_MIN = 1_000;
const JOIN_PAUSE_MS_MAX = 15_000;

export class WayIn {
  constructor(
    private readonly log: MemberLog,
    private readonly clock: Clock,
    private readonly discovery: Discovery,
    private readonly isStopping: () => boolean,
    /** Called with a sentence about the present wait. */
    private readonly onWaiting: (sentence: string) => void,
  ) {}

  /**
   * --join and --discover take precedence; without them a restarted member returns to its ring.
   * @throws StartError when the ring refuses this node for good
   */
  async enter({ chord, formerPeers }: Position, join: readonly Address[]): Promise<void> {
    const found = await this.findOthers(formerPeers.length > 0);
    const seeds = await this.seedsAmong(chord, [...join, ...found]);
    if (seeds.length > 0) {
      await this.joinUntilDone(chord, [...new Set([...seeds, ...formerPeers])]);
      // Of nodes that start together, some may have made another ring.
      if (chord.membership === 'member') chord.seek(seeds);
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
   * Queries DNS at intervals for as long as the member is alone: nodes that were started at the same time may not have
   * had their addresses there yet.
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
    if (others.length === 0) return;
    await chord.joinVia(others, { timeoutMs: JOIN_ATTEMPT_MS });
    chord.seek(others);
  }

  /** A new node has to know whether there is a ring: as a ring of its own it would report all keys as absent. */
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
        if (codeOf(error) === 'NOT_ALONE') return; // Another member has accepted this node meanwhile.
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

  /** All nodes may be started with one list of seeds, which then contains each node itself. */
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

  /** Ends early when another member accepts this node, or it stops. */
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
