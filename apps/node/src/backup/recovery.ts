// Gives up nodes that are gone for good, when a majority of the copies of an arc went with them: what is left of these
// arcs is served again, while all others are served on.
import { hostOf, type NodeRef } from '@chord-dht/chord';
import { MemberHolder } from '@chord-dht/nest';
import { Inject, Injectable } from '@nestjs/common';
import type { RingDto } from '../dht/dto/ring.dto';
import type { UnservedArcDto } from '../dht/dto/unserved-arc.dto';
import { RingView } from '../dht/view/ring-view';
import { HttpError } from '../http/problem/http-error';
import { LOGGER, type Logger } from '../log/logger';
import type { RecoveryDto } from './dto';

/** What was found is good for so long: the nodes that are left are told one after the other. */
const PLAN_MS = 60_000;

interface Plan {
  readonly lost: readonly string[];
  readonly arcs: readonly UnservedArcDto[];
  readonly untilMs: number;
}

@Injectable()
export class Recovery {
  /** Once the first node has acted, an arc may be served again before the last one has. */
  private plan: Plan | undefined;

  constructor(
    @Inject(MemberHolder) private readonly holder: MemberHolder,
    @Inject(RingView) private readonly ring: RingView,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  /**
   * Looks whether these nodes can be given up, and remembers for a minute what that means. Changes nothing.
   * @param lost `host:port`: all that an arc waits for, and no others, so that nobody gives up what was not meant
   * @throws HttpError `NO_RECOVERY`
   */
  async check(lost: readonly string[]): Promise<RecoveryDto> {
    return this.told(await this.planOf(lost));
  }

  /** Gives them up; resolves when it is durable. As `check`, which may have been asked before. */
  async begin(lost: readonly string[]): Promise<RecoveryDto> {
    const { holder, log, plan } = this;
    const isChecked = plan && plan.untilMs > performance.now() && sameNames(plan.lost, lost);
    const now = isChecked ? plan : await this.planOf(lost);
    const gone = new Set(now.lost);
    const isLost = ({ address }: NodeRef): boolean => gone.has(nameOf(address));
    const arcs = now.arcs.map(({ from, to }) => ({ fromId: from, toId: to }));
    for (const { store } of holder.all) await store.giveUp(arcs, isLost);
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
    const plan = { lost: missing, arcs: picture.unserved, untilMs: performance.now() + PLAN_MS };
    this.plan = plan;
    return plan;
  }

  private told({ lost, arcs }: Plan): RecoveryDto {
    const { keys, bytes } = this.holder.figures();
    return { lost: [...lost], arcs: arcs.length, keys, bytes, message: MAY_BE_LOST };
  }
}

const MAY_BE_LOST =
  'Lost are writes and deletions that only the nodes had which are given up; for every key the latest version stays ' +
  'that a home replica has which is left.';

/** Those that an arc without a majority counts on and that do not answer, sorted. */
function missingOf({ unserved, members }: RingDto): string[] {
  const isThere = new Set(
    members.filter(({ state }) => state !== 'unreachable').map(({ node }) => nameOf(node.address)),
  );
  const homes = unserved.flatMap((arc) => arc.members.map(nameOf));
  return [...new Set(homes.filter((home) => !isThere.has(home)))].sort();
}

function sameNames(sorted: readonly string[], given: readonly string[]): boolean {
  return sorted.join() === [...new Set(given.map(nameOf))].sort().join();
}

/** All positions of a node have one. */
function nameOf(address: string): string {
  return hostOf(address).toLowerCase();
}
