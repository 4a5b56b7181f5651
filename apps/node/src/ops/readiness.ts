// Decides whether this node can serve, and names what prevents it.
import { hostOf, isArtificial, type ChordNode } from '@chord-dht/chord';
import { type Member, MemberHolder } from '@chord-dht/nest';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { inWords } from '../dht/view/unserved';
import { LOGGER, type Logger } from '../log/logger';
import type { ReasonDto } from './dto/health.dto';

export interface ReadinessReport {
  /** True when it answers for some of its keys, or will within moments: its home replicas are changing. */
  readonly isReady: boolean;
  readonly reasons: readonly ReasonDto[];
}

/** The time in milliseconds in which a new member takes over its keys, unless there are very many. */
const SETTLE_PATIENCE_MS = 5_000;
const SETTLE_LOOK_MS = 20;

@Injectable()
export class Readiness implements OnModuleInit {
  private hasServed = false;
  /** The fault of the disk that the log has. */
  private told: string | undefined;

  constructor(
    @Inject(MemberHolder) private readonly holder: MemberHolder,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  onModuleInit(): void {
    this.holder.whenAttached(({ store }) => {
      store.events.on(({ type }) => {
        if (type === 'view-began') this.hasServed = true;
      });
    });
  }

  async read(): Promise<ReadinessReport> {
    const services = this.holder.all.map((member) => ({ member, ...member.store.service() }));
    const servesAny = services.some((one) => one.servesAny);
    this.hasServed ||= servesAny;
    const unserved = services.filter((one) => one.unserved.length > 0);
    const disk = await this.disk();
    return {
      isReady:
        disk?.code !== 'DISK_FAULT' && (servesAny || (this.hasServed && unserved.length === 0)),
      reasons: [
        ...otherName(unserved),
        ...(unserved.length > 0 ? [noMajority(servesAny, unserved)] : []),
        ...(disk ? [disk] : []),
      ],
    };
  }

  /** Resolves when the node serves, when an operator has to act first, or after a while. */
  async settled(isStopping: () => boolean): Promise<ReadinessReport> {
    for (const untilMs = performance.now() + SETTLE_PATIENCE_MS; ;) {
      const report = await this.read();
      const isOver = isStopping() || performance.now() > untilMs;
      if (report.isReady || report.reasons.length > 0 || isOver) return report;
      await new Promise((resolve) => setTimeout(resolve, SETTLE_LOOK_MS));
    }
  }

  private async disk(): Promise<ReasonDto | undefined> {
    const rooms = await Promise.all(this.holder.all.map(({ records }) => records.room()));
    const fault = rooms.find((room) => room.fault !== undefined)?.fault;
    this.tell(fault);
    if (fault !== undefined) return { code: 'DISK_FAULT', message: fault };
    return rooms.some(({ isFull }) => isFull) ? diskFull() : undefined;
  }

  /** Once for each fault: health is asked every few seconds. */
  private tell(fault: string | undefined): void {
    if (fault !== undefined && fault !== this.told)
      this.log.error('disk-fault', { message: fault });
    this.told = fault;
  }
}

interface Unserved extends ReturnType<Member['store']['service']> {
  readonly member: Member;
}

function noMajority(servesAny: boolean, positions: readonly Unserved[]): ReasonDto {
  const missing = new Set(
    positions.flatMap(({ member: { chord }, unserved }) =>
      unserved
        .flatMap(({ members }) => members)
        .filter(({ address }) => !isInSight(chord, address))
        .map(({ address }) => hostOf(address)),
    ),
  );
  const what = servesAny ? 'Some of the keys' : 'The keys';
  if (missing.size === 0)
    return {
      code: 'NO_MAJORITY',
      message:
        `${what} of this node cannot be served: their home replicas are in sight and have not agreed yet on who serves. ` +
        'That passes by itself; if it lasts for a minute, /api/v1/ring names the arcs, and the logs of these nodes the reason.',
    };
  const names = inWords([...missing].sort(), 'and');
  return {
    code: 'NO_MAJORITY',
    message:
      `${what} of this node cannot be served: too few of their home replicas are there. Missing: ${names}. ` +
      (missing.size === 1
        ? 'Start it again.'
        : 'Start them again; /api/v1/ring says which of them are enough.'),
  };
}

/** Views name their members by address: a copy of a disk under another address is not recognised as that member. */
function otherName(positions: readonly Unserved[]): ReasonDto[] {
  const moved = positions.flatMap(({ member: { chord, formerNames }, unserved }) => {
    const missing = new Set(
      unserved.flatMap(({ members }) => members.map(({ address }) => address)),
    );
    const before = formerNames.find((name) => missing.has(name));
    return before === undefined
      ? []
      : [{ before: hostOf(before), now: hostOf(chord.self.address) }];
  });
  const [first] = moved;
  if (!first) return [];
  const { before, now } = first;
  const at = before.lastIndexOf(':');
  const name = `--host ${before.slice(0, at)} --port ${before.slice(at + 1)}`;
  return [
    {
      code: 'OTHER_NAME',
      message:
        `The data folder of this node, ${now}, belonged to ${before} when it was last used in its ring, and the other ` +
        `members know these copies by that name. It is not taken for that member: it is a copy of its folder, or the ` +
        `file system does not tell copies, or ${before} answers still. Either start it with ${name} again. Or, if the disk has moved for good ` +
        `and nothing runs as ${before} any more, start it, and then every other member of that ring, with --moved ` +
        `${before}=${now} (a comma and the next, where several have moved).`,
    },
  ];
}

function isInSight({ self, successors, predecessor }: ChordNode, address: string): boolean {
  const known = [self, ...successors.filter((node) => !isArtificial(node)), predecessor];
  return known.some((node) => node && hostOf(node.address) === hostOf(address));
}

function diskFull(): ReasonDto {
  return {
    code: 'DISK_FULL',
    message:
      'The disk of this node has no room for values. Delete keys or make room; deleting works.',
  };
}
