// Knows how a lookup of a key is made and told for people.
import {
  hopCount,
  isDefect,
  type Hop,
  type IdSpace,
  type LookupResult,
  type NodeRef,
} from '@chord-dht/chord';
import { homeReplicas, type GetResult } from '@chord-dht/store';
import { Inject, Injectable } from '@nestjs/common';
import { NODE_CONFIG } from '../../config/config.token';
import type { NodeConfig } from '../../config/options';
import { lifeJson } from '../../db/send-value';
import { MemberHolder, type Member } from '../member';
import { nodeRefDto, placeDto } from '../dto/node-ref.dto';
import type { HopDto, LookupDto } from '../dto/lookup.dto';
import { MemberCount } from './member-count';

@Injectable()
export class LookupView {
  constructor(
    @Inject(MemberHolder) private readonly holder: MemberHolder,
    @Inject(MemberCount) private readonly memberCount: MemberCount,
    @Inject(NODE_CONFIG) private readonly config: NodeConfig,
  ) {}

  /** Looks a key up by fingers from this node, or one of its positions. */
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
    const members = await this.memberCount.read();
    return lookupDto({ key, result, value, members, copies: this.config.replicas }, space);
  }
}

interface ReadOptions {
  /** The request of a client that it belongs to. */
  readonly trace?: string | undefined;
  /** Where the lookup starts: one of the positions of this node, by default the first. */
  readonly member?: Member;
}

interface Told {
  readonly key: string;
  readonly result: LookupResult;
  /** `null` when it could not be asked for. */
  readonly value: GetResult | null;
  readonly members: number;
  /** Home replicas of a key in a ring that is large enough. */
  readonly copies: number;
}

function lookupDto({ key, result, value, members, copies }: Told, space: IdSpace): LookupDto {
  const owner = nodeRefDto(result.owner, space);
  const path = result.path.map((node) => nodeRefDto(node, space));
  return {
    key,
    keyId: placeDto(result.target, space),
    start: path[0] ?? owner,
    owner,
    replicas: replicasOf(result, copies).map((node) => nodeRefDto(node, space)),
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

/** The owner and those behind it; in a small ring the way leads round to the owner's predecessor. */
function replicasOf({ owner, followers, path }: LookupResult, copies: number): NodeRef[] {
  const before = path[path.length - 2];
  const inOrder = [owner, ...followers, ...(before ? [before] : [])];
  return homeReplicas(inOrder, copies);
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
