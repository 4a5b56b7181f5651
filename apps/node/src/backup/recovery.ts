// Gives up nodes that are gone for good, when a majority of the copies of an arc went with them: what is left of these
// arcs is served again, while all others are served on.
import { hostOf, type IdSpace, type NodeRef } from '@chord-dht/chord';
import { MemberHolder } from '@chord-dht/nest';
import type { Arc } from '@chord-dht/store';
import { Inject, Injectable } from '@nestjs/common';
import type { RingDto } from '../dht/dto/ring.dto';
import { RingView } from '../dht/view/ring-view';
import { HttpError } from '../http/problem/http-error';
import { LOGGER, type Logger } from '../log/logger';
import type { RecoveryDto, WaitingArcDto } from './dto';

/** The time, in milliseconds, for which a plan is valid: the remaining nodes are asked one after the other. */
const PLAN_MS = 60_000;

interface Plan {
  readonly lost: readonly string[];
  readonly arcs: readonly Arc[];
  readonly untilMs: number;
}

@Injectable()
export class Recovery {
  /** Kept, because an arc may be served again after the first node has acted and before the last one has. */
  private plan: Plan | undefined;

  constructor(
    @Inject(MemberHolder) private readonly holder: MemberHolder,
    @Inject(RingView) private readonly ring: RingView,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  /**
   * Checks whether these nodes can be given up, and stores the plan for a minute. Changes nothing.
   * @param lost `host:port`: exactly the nodes that arcs wait for, so that no other node is given up by mistake
   * @throws HttpError `NO_RECOVERY`
   */
  async check(lost: readonly string[]): Promise<RecoveryDto> {
    return this.told(await this.planOf(lost));
  }

  /**
   * Gives the nodes up; resolves when that is durable. Checks as `check` does, which may have been called before.
   * @param waiting the arcs that all nodes have found, so that none of them goes on with a view that others give up;
   *   without it, those that this node has found
   * @throws HttpError `BAD_BODY` unless these are arcs; `NO_RECOVERY`
   */
  async begin(lost: readonly string[], waiting: readonly unknown[] = []): Promise<RecoveryDto> {
    const { holder, log, plan } = this;
    const arcs = readWaiting(waiting, this.space);
    const isChecked = plan && plan.untilMs > performance.now() && sameNames(plan.lost, lost);
    const own = isChecked ? plan : await this.planOf(lost);
    const now = arcs.length > 0 ? { ...own, arcs } : own;
    const gone = new Set(now.lost);
    const isLost = ({ address }: NodeRef): boolean => gone.has(nameOf(address));
    for (const { store } of holder.all) await store.giveUp(now.arcs, isLost);
    const told = this.told(now);
    log.warn('recovery', {
      ...told,
      message: `${MAY_BE_LOST} Where arcs waited for them this node goes on with the copies that it has.`,
    });
    return told;
  }

  private async planOf(lost: readonly string[]): Promise<Plan> {
    const picture = await this.ring.read();
    const missing = missingOf(picture);
    if (missing.length === 0)
      throw new HttpError('NO_RECOVERY', 'No arc waits for nodes that are not there');
    if (!sameNames(missing, lost))
      throw new HttpError(
        'NO_RECOVERY',
        `Arcs wait for ${missing.join(', ')}; give up exactly these, or start them again`,
      );
    const arcs = readWaiting(picture.unserved, this.space);
    const plan = { lost: missing, arcs, untilMs: performance.now() + PLAN_MS };
    this.plan = plan;
    return plan;
  }

  private get space(): IdSpace {
    return this.holder.current.chord.space;
  }

  private told({ lost, arcs }: Plan): RecoveryDto {
    const { keys, bytes } = this.holder.figures();
    const { space } = this;
    const waiting = arcs.map(({ fromId, toId }) => ({
      ...{ from: space.print(fromId), to: space.print(toId) },
    }));
    return { lost: [...lost], arcs: arcs.length, waiting, keys, bytes, message: MAY_BE_LOST };
  }
}

const MAY_BE_LOST =
  'Lost are writes and deletions that only the nodes had which are given up; for every key the latest version stays ' +
  'that a home replica has which is left.';

/** The nodes that an arc without a majority counts on and that do not answer, sorted. */
function missingOf({ unserved, members }: RingDto): string[] {
  const isThere = new Set(
    members.filter(({ state }) => state !== 'unreachable').map(({ node }) => nameOf(node.address)),
  );
  const homes = unserved.flatMap((arc) => arc.members.map(nameOf));
  return [...new Set(homes.filter((home) => !isThere.has(home)))].sort();
}

function readWaiting(waiting: readonly unknown[], space: IdSpace): Arc[] {
  return waiting.map((arc) => {
    const { from, to } = (arc ?? {}) as Partial<WaitingArcDto>;
    const [fromId, toId] = [space.fromPrinted(from), space.fromPrinted(to)];
    if (fromId !== undefined && toId !== undefined) return { fromId, toId };
    throw new HttpError(
      'BAD_BODY',
      '"waiting" must be arcs: [{"from": "<id>", "to": "<id>"}, ...]',
    );
  });
}

function sameNames(sorted: readonly string[], given: readonly string[]): boolean {
  return sorted.join() === [...new Set(given.map(nameOf))].sort().join();
}

/** The name of a node, which all its positions share. */
function nameOf(address: string): string {
  return hostOf(address).toLowerCase();
}
