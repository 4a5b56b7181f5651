// What the parts of a member share: its pointers, its ports, and its calls to other members.
import type { CodedError } from '../base/errors';
import { codeOf } from '../base/errors';
import type { Emitter, RingEvent } from '../base/events';
import type { IdSpace } from '../id/id-space';
import type { ChordMessages, ChordReader, PointerState } from '../messages/chord-messages';
import type { CallOptions, Caller } from '../messages/peers';
import type { ChordParameters } from '../base/parameters';
import type { Clock } from '../ports/clock';
import type { Random } from '../ports/random';
import type { NodeRef } from '../id/node-ref';
import type { RingState } from '../ring/ring-state';

export interface MemberContext {
  readonly self: NodeRef;
  /** Distinguishes this process from any other of its name. */
  readonly instance: string | undefined;
  /** See `ChordNodeOptions`. */
  readonly settings: string | undefined;
  readonly space: IdSpace;
  readonly parameters: ChordParameters;
  readonly clock: Clock;
  readonly random: Random;
  readonly events: Emitter<RingEvent>;
  readonly state: RingState;
  readonly read: ChordReader;
  readonly call: Caller<ChordMessages>;
}

const GONE: ReadonlySet<string> = new Set([
  'UNREACHABLE',
  'TIMEOUT',
  'NOT_MEMBER',
  'WRONG_RECEIVER',
  'INCOMPATIBLE',
]);

/** True when a failure means that the peer is no member of this ring now, as opposed to busy. */
export function isGone(error: unknown): boolean {
  return GONE.has(codeOf(error));
}

/** Resolves after about `meanMs`, spread by half of it to both sides, on the node's own clock. */
export function pause(
  context: Pick<MemberContext, 'clock' | 'random'>,
  meanMs: number,
): Promise<void> {
  return new Promise((resolve) => {
    context.clock.after(meanMs * (0.5 + context.random.next()), resolve);
  });
}

/**
 * The first, short timeout: a second, longer one follows, so that a silent node is detected within 4/3 of the longest
 * deadline.
 */
function firstChance({ parameters }: MemberContext): CallOptions {
  return { atMostMs: parameters.callTimeoutMs / 3 };
}

const PENDING_TRIES_MAX = 8;
const PENDING_PAUSE_MS = 10;

/**
 * Asks a node for its pointers in order to change this node's. A node that is changing its own is asked again; a silent
 * one gets a second, longer timeout, because a false alarm costs more.
 * @throws CodedError as Peers.call; `PENDING` when the node goes on changing its pointers
 */
export async function askState(context: MemberContext, node: NodeRef): Promise<PointerState> {
  let options = firstChance(context);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return context.read.pointers(await context.call(node, 'chord.state', null, options));
    } catch (error) {
      const { code } = error as CodedError;
      const again =
        code === 'PENDING'
          ? attempt < PENDING_TRIES_MAX
          : code === 'TIMEOUT' && options.timeoutMs === undefined;
      if (!again) throw error;
      if (code === 'TIMEOUT') options = { timeoutMs: context.parameters.callTimeoutMs };
      else await pause(context, PENDING_PAUSE_MS * attempt);
    }
  }
}

/**
 * Asks a node whether it is a live member.
 * @returns false when it is silent, has left, or is a ring of one: it has restarted, then, and is no longer part of
 *   this ring
 * @throws CodedError when it answers but cannot say (`BUSY`)
 */
export async function ping(
  context: MemberContext,
  node: NodeRef,
  options: CallOptions = {},
): Promise<boolean> {
  const { membership } = context.read.fields(await context.call(node, 'chord.ping', null, options));
  return membership !== 'alone';
}

/** As `ping`, but a silent node gets a second, longer timeout, and an error counts as an answer. */
export async function isAlive(context: MemberContext, node: NodeRef): Promise<boolean> {
  const secondChance = { timeoutMs: context.parameters.callTimeoutMs };
  for (const options of [firstChance(context), secondChance]) {
    try {
      return await ping(context, node, options);
    } catch (error) {
      if (codeOf(error) !== 'TIMEOUT') return !isGone(error);
    }
  }
  return false;
}
