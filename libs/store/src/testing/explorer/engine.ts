// A small world in numbers: equal hosts, messages and so on have equal ones, and what was worked out once is looked up.
import { broken, steppedBack } from './checkers';
import { describe } from './describe';
import { follow } from './ghost';
import { react } from './host';
import { hearingsOf, movesOf, type Move, type Scene, type Wishes } from './moves';
import { HostTexts, Table } from './table';
import { isAwaited, type Effect, type Machine } from './work';
import type { Allowance, Ghost, Host, Message, Records } from './world';

export interface World {
  readonly name: string;
  readonly hosts: readonly Host[];
  readonly wishes: Wishes;
  readonly allowance: Allowance;
  /**
   * An answer arrives as soon as it is given. What its receiver does then is mostly to ask others, and those
   * questions may take any time, so that few orders are left out, and far fewer states are left.
   */
  readonly answersAtOnce: boolean;
  /** A world that is wrong: a member also says that a view stands which it has sealed. */
  readonly sealedConfirm?: boolean;
}

/** A state of the world, in numbers. `net` ascends. */
export interface State {
  readonly hosts: readonly number[];
  readonly net: readonly number[];
  readonly left: number;
  readonly ghost: number;
}

export interface Applied {
  readonly state: State;
  readonly violation: string | undefined;
}

/** The effect of an input on a host, in numbers. */
interface Reaction {
  readonly host: number;
  readonly sent: readonly number[];
  readonly notes: Effect['notes'];
  readonly violation: string | undefined;
}

const READS: ReadonlySet<string> = new Set(['collect', 'disk', 'fetch']);

export class Engine {
  private readonly hostTexts = new HostTexts();
  private readonly hosts = new Table<Host>((host) => this.hostTexts.of(host));
  private readonly messages = new Table<Message>();
  private readonly ghosts = new Table<Ghost>();
  private readonly allowances = new Table<Allowance>();
  /** Of each host, by the name of the move. */
  private readonly reactions: Map<string, Reaction>[] = [];
  private readonly ghostsAfter = new Map<string, number>();
  private readonly verdicts = new Map<string, string | undefined>();
  /** Of each host, by the number of the message. */
  private readonly kept: Map<number, boolean>[] = [];
  private readonly spent = new Map<string, number>();

  constructor(
    readonly world: World,
    private readonly machine: Machine,
  ) {}

  begin(): State {
    const ghost: Ghost = follow(
      { acknowledged: [], begun: [], counted: this.world.hosts.map(() => []), broken: [] },
      this.world.hosts,
      [],
    );
    return {
      hosts: this.world.hosts.map((host) => this.hosts.numberOf(host)),
      net: [],
      left: this.allowances.numberOf(this.world.allowance),
      ghost: this.ghosts.numberOf(ghost),
    };
  }

  hostsOf({ hosts }: State): Host[] {
    return hosts.map((number) => this.hosts.at(number));
  }

  messageOf(number: number): Message {
    return this.messages.at(number);
  }

  movesFrom(state: State): Move[] {
    return movesOf(this.sceneOf(state));
  }

  /** A host asks every other, whatever the allowance. */
  hearings(state: State, index: number): Move[] {
    return hearingsOf(this.sceneOf(state), index).map(({ costs: _, ...move }) => move);
  }

  private sceneOf({ hosts, net, left, ghost }: State): Scene {
    const { acknowledged } = this.ghosts.at(ghost);
    const allowance = this.allowances.at(left);
    return {
      hosts: hosts.map((number) => this.hosts.at(number)),
      numbers: hosts,
      net: net.map((number) => ({ message: this.messages.at(number), number })),
      left: allowance,
      acknowledged: acknowledged.map(({ write }) => write),
      written: this.world.allowance.writes - allowance.writes,
      wishes: this.world.wishes,
      sealedConfirm: this.world.sealedConfirm === true,
    };
  }

  apply(state: State, move: Move): Applied {
    let after = this.applyOne(state, move);
    while (this.world.answersAtOnce && !after.violation) {
      const { net, hosts } = after.state;
      const takes = net.findIndex((number) => this.messages.at(number).body.kind === 'reply');
      if (takes < 0) break;
      const number = net[takes] as number;
      const message = this.messages.at(number);
      if (!this.hosts.at(hosts[message.to] as number).isUp) break;
      const input = { type: 'deliver', message } as const;
      const name = `is given ${number}`;
      after = this.applyOne(after.state, { host: message.to, input, name, takes });
    }
    return after;
  }

  private applyOne(state: State, move: Move): Applied {
    const { host: index, takes, costs } = move;
    const before = state.hosts[index] as number;
    const reaction = this.reactionOf(before, move);
    const hosts = [...state.hosts];
    hosts[index] = reaction.host;
    const net: number[] = [];
    const keep = (number: number): void => {
      if (this.isKept(number, index, reaction.host)) net.push(number);
    };
    for (let place = 0; place < state.net.length; place += 1)
      if (place !== takes) keep(state.net[place] as number);
    for (const number of reaction.sent) keep(this.lookUp(number, hosts));
    if (reaction.sent.length > 0) net.sort((a, b) => a - b);
    const left = costs && costs.count > 0 ? this.spend(state.left, costs) : state.left;
    const ghost = this.ghostAfter(state.ghost, hosts, index, reaction);
    return { state: { hosts, net, left, ghost }, violation: reaction.violation };
  }

  private reactionOf(number: number, { host: index, input, name }: Move): Reaction {
    const reactions = (this.reactions[number] ??= new Map());
    const known = reactions.get(name);
    if (known) return known;
    const before = this.hosts.at(number);
    const { host, sent, notes } = react(this.machine, index, before, input);
    const isAnother = host.member.disk !== before.member.disk;
    const states = host.member.parts.map(({ state }) => state);
    const back = isAnother
      ? undefined
      : before.member.parts.flatMap(({ state }, place) => {
          const after = states[place];
          return (after && steppedBack(state, after)) ?? [];
        })[0];
    const reaction = {
      host: this.hosts.numberOf(host),
      sent: sent.map((message) => this.messages.numberOf(message)),
      notes,
      violation: back,
    };
    reactions.set(name, reaction);
    return reaction;
  }

  /** What the givers have when this node asks which of its records none of them has. */
  private lookUp(number: number, hosts: readonly number[]): number {
    const message = this.messages.at(number);
    const { body } = message;
    if (body.kind !== 'request' || body.request.kind !== 'drop-unknown') return number;
    const peers = body.request.peers.map(({ id }) =>
      hosts.map((one) => this.hosts.at(one)).find(({ member }) => member.self.id === id),
    );
    const records = peers.every((peer) => peer?.isUp)
      ? latestOf(peers.map((peer) => peer?.records ?? []))
      : null;
    return this.messages.numberOf({ ...message, body: { ...body, records } });
  }

  /** An answer that nobody waits for changes nothing, nor does a question that only asks. */
  private isKept(number: number, index: number, host: number): boolean {
    const { from, to, purpose, body } = this.messages.at(number);
    const isReply = body.kind === 'reply' && to === index;
    const isQuestion =
      from === index &&
      (body.kind === 'read' ||
        (body.kind === 'request' && (to === from || READS.has(body.request.kind))));
    if (!isReply && !isQuestion) return true;
    const kept = (this.kept[host] ??= new Map());
    const known = kept.get(number);
    if (known !== undefined) return known;
    const isWaiting = isAwaited(this.hosts.at(host), purpose, isReply ? from : to);
    kept.set(number, isWaiting);
    return isWaiting;
  }

  private spend(left: number, { of, count }: NonNullable<Move['costs']>): number {
    const key = `${left} ${of} ${count}`;
    const known = this.spent.get(key);
    if (known !== undefined) return known;
    const allowance = this.allowances.at(left);
    const after = this.allowances.numberOf({ ...allowance, [of]: allowance[of] - count });
    this.spent.set(key, after);
    return after;
  }

  private ghostAfter(
    ghost: number,
    hosts: readonly number[],
    index: number,
    { host, notes }: Reaction,
  ): number {
    const before = this.ghosts.at(ghost);
    const changed = this.hosts.at(host);
    const isQuiet = notes.length === 0 && changed.member.parts.every(({ state }) => !state.synced);
    if (isQuiet) return ghost;
    // Without notes nothing of the other hosts is looked at.
    const key = notes.length === 0 ? `${ghost} ${index} ${host}` : undefined;
    const known = key === undefined ? undefined : this.ghostsAfter.get(key);
    if (known !== undefined) return known;
    const all = hosts.map((number, at) => (at === index ? changed : this.hosts.at(number)));
    const after = follow(before, all, notes, index);
    const number = after === before ? ghost : this.ghosts.numberOf(after);
    if (key !== undefined) this.ghostsAfter.set(key, number);
    return number;
  }

  /** What is under way is nothing to the invariants, and many states differ by that alone. */
  check({ hosts, ghost }: State): string | undefined {
    const key = textOf(ghost, hosts);
    const known = this.verdicts.get(key);
    if (known !== undefined || this.verdicts.has(key)) return known;
    const verdict = broken({
      hosts: hosts.map((number) => this.hosts.at(number)),
      ghost: this.ghosts.at(ghost),
    });
    this.verdicts.set(key, verdict);
    return verdict;
  }

  replay(first: State, path: readonly number[]): string[] {
    let state = first;
    return path.map((choice) => {
      const move = this.movesFrom(state)[choice] as Move;
      const before = state;
      state = this.apply(state, move).state;
      return describe(
        move,
        this.hosts.at(before.hosts[move.host] as number),
        this.hosts.at(state.hosts[move.host] as number),
      );
    });
  }
}

/** Equal for equal states. */
export function keyOf({ hosts, net, left, ghost }: State): string {
  return textOf(left, [ghost, ...hosts, ...net]);
}

function textOf(first: number, others: readonly number[]): string {
  const units = [first & 0xffff, first >>> 16];
  for (const number of others) units.push(number & 0xffff, number >>> 16);
  // Of one piece: what is put together of many is put together once more where it is looked up.
  return String.fromCharCode(...units);
}

function latestOf(all: readonly Records[]): Records {
  return (all[0] ?? []).map((_, key) =>
    all
      .map((records) => records[key] ?? null)
      .reduce((a, b) => (a && (!b || a.version >= b.version) ? a : b), null),
  );
}
