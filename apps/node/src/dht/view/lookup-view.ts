// Looks up a key and describes the lookup for people.
import {
  hopCount,
  isDefect,
  type Hop,
  type IdSpace,
  type LookupResult,
  type NodeRef,
} from '@chord-dht/chord';
import { homeReplicas, type GetResult } from '@chord-dht/store';
import { type Member, MemberHolder } from '@chord-dht/nest';
import { Inject, Injectable } from '@nestjs/common';
import { NODE_CONFIG } from '../../config/config.token';
import type { NodeConfig } from '../../config/options';
import { lifeJson } from '../../db/send-value';
import { nodeRefDto, placeDto } from '../../dto/node-ref.dto';
import type { HopDto, LookupDto } from '../dto/lookup.dto';
import { CountedMembers } from './counted-members';

@Injectable()
export class LookupView {
  constructor(
    @Inject(MemberHolder) private readonly holder: MemberHolder,
    @Inject(CountedMembers) private readonly counted: CountedMembers,
    @Inject(NODE_CONFIG) private readonly config: NodeConfig,
  ) {}

  /** Looks up a key by fingers from this node, or one of its positions. */
  async read(
    key: string,
    { trace, member = this.holder.current }: ReadOptions,
  ): Promise<LookupDto> {
    const { chord, store } = member;
    const { space } = chord;
    const traced = trace === undefined ? {} : { trace };
    const options = { mode: 'iterative', verifyOwner: true, ...traced } as const;
    const result = await chord.lookup(chord.keyId(key), options);
    const value = await store.get(key, traced).then(
      (answer) => answer,
      (error: unknown) => {
        if (isDefect(error)) throw error;
        return null;
      },
    );
    const { length: members } = await this.counted.read();
    const replicas = await this.replicasOf(result, members, space);
    return lookupDto({ key, result, value, members, replicas }, space);
  }

  /** The home replicas of a key, the owner first. @throws CodedError of the lookup */
  async homesOf(key: string, { trace }: Pick<ReadOptions, 'trace'>): Promise<NodeRef[]> {
    const { chord } = this.holder.current;
    const traced = trace === undefined ? {} : { trace };
    const result = await chord.lookup(chord.keyId(key), { verifyOwner: true, ...traced });
    const { length: members } = await this.counted.read();
    return this.replicasOf(result, members, chord.space);
  }

  /** The home replicas from the lookup's result; where it passed slow nodes over, all members are asked. */
  private async replicasOf(
    result: LookupResult,
    members: number,
    space: IdSpace,
  ): Promise<NodeRef[]> {
    const { replicas: copies } = this.config;
    const known = homeReplicas(knownFrom(result), copies);
    if (known.length >= Math.min(copies, members)) return known;
    return homeReplicas(behind(result.owner, await this.counted.ask(), space), copies);
  }
}

interface ReadOptions {
  /** The trace id of the client's request. */
  readonly trace?: string | undefined;
  /** The position at which the lookup starts, by default the first. */
  readonly member?: Member;
}

interface Told {
  readonly key: string;
  readonly result: LookupResult;
  /** `null` when it could not be read. */
  readonly value: GetResult | null;
  readonly members: number;
  readonly replicas: readonly NodeRef[];
}

function lookupDto({ key, result, value, members, replicas }: Told, space: IdSpace): LookupDto {
  const owner = nodeRefDto(result.owner, space);
  const path = result.path.map((node) => nodeRefDto(node, space));
  return {
    key,
    keyId: placeDto(result.target, space),
    start: path[0] ?? owner,
    owner,
    replicas: replicas.map((node) => nodeRefDto(node, space)),
    found: value && value.found,
    expiresAt: value?.found ? lifeJson(value.expiresAtMs) : null,
    hops: result.hops.map((hop, index) => hopDto(hop, index + 1, space)),
    hopCount: hopCount(result),
    members,
    expectedHops: members > 1 ? Math.log2(members) / 2 : 0,
    milliseconds: result.ms,
    path,
  };
}

/** The owner and its followers; in a small ring the list includes the owner's predecessor. */
function knownFrom({ owner, followers, path }: LookupResult): NodeRef[] {
  const before = path[path.length - 2];
  return [owner, ...followers, ...(before ? [before] : [])];
}

/** The owner and the other members in clockwise order. */
function behind(owner: NodeRef, members: readonly NodeRef[], space: IdSpace): NodeRef[] {
  const away = (node: NodeRef): bigint => space.distance(owner.id, node.id);
  const others = members.filter(({ id }) => id !== owner.id);
  return [owner, ...others.sort((a, b) => (away(a) < away(b) ? -1 : 1))];
}

function hopDto(hop: Hop, number: number, space: IdSpace): HopDto {
  return {
    number,
    from: nodeRefDto(hop.from, space),
    to: nodeRefDto(hop.to, space),
    via: { kind: hop.via.kind, index: 'index' in hop.via ? hop.via.index : null },
    milliseconds: hop.ms,
    outcome: hop.outcome,
    code: hop.code ?? null,
  };
}
