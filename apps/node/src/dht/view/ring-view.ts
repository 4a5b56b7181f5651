// Gathers a picture of the whole ring from every member's view, in bounded time.
import {
  isArtificial,
  unlessOwnDefect,
  type ChordNode,
  type MemberReport,
  type NodeRef,
} from '@chord-dht/chord';
import { MemberHolder } from '@chord-dht/nest';
import { Inject, Injectable } from '@nestjs/common';
import { NODE_CONFIG } from '../../config/config.token';
import type { NodeConfig } from '../../config/options';
import { nodeRefDto } from '../../dto/node-ref.dto';
import type { NodeViewDto } from '../dto/node-view.dto';
import type { MemberDto, RingDto } from '../dto/ring.dto';
import { MemberCalls } from '../peer-messages/member-calls';
import { healthOf } from './health';
import { invariantsOf } from './invariants';
import { LostLog } from './lost-log';
import { lostMembers } from './lost-members';
import { OwnView } from './own-view';
import { settlingMembers } from './settling';

const WALK_MS = 2_500;
const VIEW_MS = 1_500;
const ASKED_AT_ONCE = 16;

@Injectable()
export class RingView {
  private gathering: Promise<RingDto> | undefined;

  constructor(
    @Inject(MemberHolder) private readonly holder: MemberHolder,
    @Inject(OwnView) private readonly ownView: OwnView,
    @Inject(MemberCalls) private readonly calls: MemberCalls,
    @Inject(NODE_CONFIG) private readonly config: NodeConfig,
    @Inject(LostLog) private readonly lost: LostLog,
  ) {}

  /** Concurrent callers share one query. */
  read(): Promise<RingDto> {
    this.gathering ??= this.gather().finally(() => (this.gathering = undefined));
    return this.gathering;
  }

  private async gather(): Promise<RingDto> {
    const { chord } = this.holder.current;
    const walk = await chord.members({ timeoutMs: WALK_MS });
    const views = await this.viewsOf(walk.members);
    const nowMs = chord.clock.nowMs();
    const members = walk.members.map((report) =>
      memberDto(report, views.get(report.node.id), chord, nowMs),
    );
    const answered = members.filter(({ state }) => state !== 'unreachable').length;
    const complete = walk.complete && answered === members.length;
    const invariants = invariantsOf(walk.members);
    const unserved = [...views.values()].flatMap(({ view }) => view.unserved);
    const ids = new Set(members.map(({ node }) => node.id));
    for (const { node, answered } of walk.members) if (answered) this.lost.found(node.id);
    return {
      readAt: new Date(chord.clock.wallMs()).toISOString(),
      bits: chord.space.bits,
      hash: chord.hasher.name,
      self: nodeRefDto(chord.self, chord.space),
      members,
      answered,
      total: members.length,
      complete,
      health: healthOf({
        self: chord.self.address,
        members,
        complete,
        invariants,
        copiesWanted: this.config.replicas,
        settling: settlingMembers(walk.members, (id) => views.get(id)?.view, this.config.replicas),
        unserved,
      }),
      invariants,
      unserved,
      lost: lostMembers(
        [...views.values()].flatMap(({ view }) => view.lost),
        (id) => ids.has(id),
      ),
    };
  }

  private async viewsOf(reports: readonly MemberReport[]): Promise<Map<string, Reading>> {
    const { clock } = this.holder.current.chord;
    const nodes = reports.filter(({ answered }) => answered).map(({ node }) => node);
    const views = new Map<string, Reading>();
    const next = nodes[Symbol.iterator]();
    const worker = async (): Promise<void> => {
      for (const node of next) {
        const view = await this.viewOf(node).catch(unlessOwnDefect);
        if (view) views.set(node.id, { view, readAtMs: clock.nowMs() });
      }
    };
    await Promise.all(Array.from({ length: ASKED_AT_ONCE }, worker));
    return views;
  }

  private async viewOf(node: NodeRef): Promise<NodeViewDto> {
    const { chord } = this.holder.current;
    return node.id === chord.self.id
      ? this.ownView.read()
      : this.calls.view(node, { timeoutMs: VIEW_MS });
  }
}

interface Reading {
  readonly view: NodeViewDto;
  readonly readAtMs: number;
}

function memberDto(
  report: MemberReport,
  reading: Reading | undefined,
  { space, self, parameters: { successorsMax } }: ChordNode,
  nowMs: number,
): MemberDto {
  const { node, predecessor } = report;
  const view = reading?.view;
  return {
    node: nodeRefDto(node, space),
    state: report.answered ? (view?.state ?? report.membership) : 'unreachable',
    self: node.id === self.id,
    predecessor: predecessor && nodeRefDto(predecessor, space),
    // Cut to the usual length: longer lists would make the answer grow with the square of the ring.
    successors: report.successors
      .filter((entry) => !isArtificial(entry))
      .slice(0, successorsMax)
      .map((entry) => nodeRefDto(entry, space)),
    fingers: view?.fingers ?? [],
    share: shareOf(report, (from, to) => space.share(from, to)),
    keys: view?.store.ownKeys ?? null,
    ownBytes: view?.store.ownBytes ?? null,
    copies: view?.store.keys ?? null,
    bytes: view?.store.bytes ?? null,
    moving: view?.store.movement.underWay ?? null,
    ageMs: Math.round(reading ? nowMs - reading.readAtMs : report.ms),
  };
}

function shareOf(report: MemberReport, share: (from: string, to: string) => number): number | null {
  if (!report.answered) return null;
  if (report.predecessor) return share(report.predecessor.id, report.node.id);
  return report.membership === 'alone' ? 1 : null;
}
