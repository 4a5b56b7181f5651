// Knows how a lookup of a key is made and told for people.
import { hopCount, type Hop, type IdSpace, type LookupResult } from '@chord-dht/chord';
import { Inject, Injectable } from '@nestjs/common';
import { MemberHolder } from '../member';
import { nodeRefDto, placeDto } from '../dto/node-ref.dto';
import type { HopDto, LookupDto } from '../dto/lookup.dto';
import { MemberCount } from './member-count';

@Injectable()
export class LookupView {
  constructor(
    @Inject(MemberHolder) private readonly holder: MemberHolder,
    @Inject(MemberCount) private readonly memberCount: MemberCount,
  ) {}

  /** Looks a key up by fingers from this node. */
  async read(key: string): Promise<LookupDto> {
    const { chord, store } = this.holder.current;
    const { space } = chord;
    const result = await chord.lookup(chord.keyId(key), { mode: 'iterative', verifyOwner: true });
    const found = await store.get(key).then(
      (answer) => answer.found,
      () => null,
    );
    return lookupDto({ key, result, found, members: await this.memberCount.read() }, space);
  }
}

interface Told {
  readonly key: string;
  readonly result: LookupResult;
  readonly found: boolean | null;
  readonly members: number;
}

function lookupDto({ key, result, found, members }: Told, space: IdSpace): LookupDto {
  const owner = nodeRefDto(result.owner, space);
  const path = result.path.map((node) => nodeRefDto(node, space));
  return {
    key,
    keyId: placeDto(result.target, space),
    start: path[0] ?? owner,
    owner,
    replicas: [owner],
    found,
    hops: result.hops.map((hop, index) => hopDto(hop, index + 1, space)),
    hopCount: hopCount(result),
    members,
    expectedHops: members > 1 ? Math.log2(members) / 2 : 0,
    milliseconds: result.ms,
    path,
  };
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
