// This node's own view, or that of one of its positions.
import { isArtificial, type FingerEntry, type IdSpace } from '@chord-dht/chord';
import { type Member, MemberHolder } from '@chord-dht/nest';
import { Inject, Injectable } from '@nestjs/common';
import { NODE_CONFIG } from '../../config/config.token';
import type { NodeConfig } from '../../config/options';
import { VERSION } from '../../config/version';
import { nodeRefDto } from '../../dto/node-ref.dto';
import type { FingerDto, NodeViewDto, StoreFiguresDto } from '../dto/node-view.dto';
import type { UnservedArcDto } from '../dto/unserved-arc.dto';
import { LostLog } from './lost-log';

@Injectable()
export class OwnView {
  constructor(
    @Inject(MemberHolder) private readonly holder: MemberHolder,
    @Inject(NODE_CONFIG) private readonly config: NodeConfig,
    @Inject(LostLog) private readonly lost: LostLog,
  ) {}

  read(member: Member = this.holder.current): NodeViewDto {
    const { chord, startedAtMs } = member;
    const { space, clock } = chord;
    return {
      self: nodeRefDto(chord.self, space),
      state: chord.membership,
      predecessor: chord.predecessor && nodeRefDto(chord.predecessor, space),
      successors: chord.successors
        .filter((node) => !isArtificial(node))
        .map((node) => nodeRefDto(node, space)),
      fingers: chord.fingers().map((finger) => fingerDto(finger, space, clock.nowMs())),
      store: this.storeFigures(member),
      unserved: unservedArcs(member),
      lost: this.lost.read(clock.nowMs()).map(({ node, reason, atMs }) => ({
        node: nodeRefDto(node, space),
        reason,
        ageMs: Math.max(0, Math.round(clock.nowMs() - atMs)),
      })),
      bits: space.bits,
      hash: chord.hasher.name,
      transport: this.config.transport,
      version: VERSION,
      uptimeSeconds: (clock.nowMs() - startedAtMs) / 1_000,
      parameters: { ...chord.parameters },
    };
  }

  private storeFigures({ store }: Member): StoreFiguresDto {
    const { received, sent, underWay } = store.movement();
    return {
      engine: this.config.store,
      ...store.figures(),
      pendingRanges: store.pendingRanges,
      fewestHomeReplicas: store.fewestHomeReplicas,
      movement: {
        receivedRecords: received.records,
        receivedBytes: received.bytes,
        sentRecords: sent.records,
        sentBytes: sent.bytes,
        underWay,
      },
    };
  }
}

function unservedArcs({ chord: { space }, store }: Member): UnservedArcDto[] {
  return store.service().unserved.map(({ arc, members }) => ({
    from: space.print(arc.fromId),
    to: space.print(arc.toId),
    share: space.share(arc.fromId, arc.toId),
    keys: store.countKeys(arc),
    members: members.map(({ address }) => address),
  }));
}

function fingerDto(finger: FingerEntry, space: IdSpace, nowMs: number): FingerDto {
  return {
    firstIndex: finger.firstIndex,
    lastIndex: finger.lastIndex,
    start: space.print(finger.start),
    startPosition: space.turn(finger.start),
    node: nodeRefDto(finger.node, space),
    ageMs: Math.max(0, Math.round(nowMs - finger.refreshedAtMs)),
  };
}
