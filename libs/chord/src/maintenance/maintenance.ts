// Everything that keeps one member's pointers right: the parts, their connections, and their periods.
import { CodedError } from '../base/errors';
import { IterativeLookup } from '../lookup/iterative-lookup';
import type { MemberContext } from '../context/member-context';
import { LostPeers } from '../merge/lost-peers';
import { LostPeerProbe, type ProbeActions } from '../merge/probe';
import { type Address, type NodeRef, sameNode } from '../id/node-ref';
import { FingerFixer } from './fix-fingers';
import { PointerChange } from './pointer-change';
import { Rectifier } from './rectify';
import { Schedule } from './schedule';
import { Stabiliser } from './stabilise';

export class Maintenance {
  readonly change = new PointerChange();
  readonly stabiliser: Stabiliser;
  readonly rectifier: Rectifier;
  readonly lostPeers: LostPeers;
  private readonly fingerFixer: FingerFixer;
  private readonly schedule: Schedule;
  private probe: LostPeerProbe | undefined;
  private stopListening: () => void = () => undefined;

  constructor(
    private readonly context: MemberContext,
    remembered: readonly Address[],
    private readonly onFault: (error: unknown) => void,
  ) {
    const { self, parameters, clock, random } = context;
    this.lostPeers = new LostPeers(self.address, parameters.lostPeersMax);
    for (const address of remembered) this.lostPeers.add({ address });
    const onLost = (node: NodeRef): void => {
      context.state.fingers.remove(node);
      this.lostPeers.add(node);
    };
    this.stabiliser = new Stabiliser(context, this.change, {
      onLost,
      onAlone: () => this.becomeAlone(),
    });
    this.rectifier = new Rectifier(context, this.change, {
      onLost,
      onPaired: () => this.inBackground(this.stabiliser.round()),
    });
    this.fingerFixer = new FingerFixer(context, (target) =>
      new IterativeLookup(context, 0, target, { verifyOwner: false }, this.reportDead).run(),
    );
    this.schedule = new Schedule(
      { clock, random, jitter: parameters.jitter },
      { onFault: (error) => this.note(error), onGap: (gapMs) => this.wakeUp(gapMs) },
    );
  }

  /** Starts all periodic tasks. */
  start(actions: ProbeActions): void {
    const { stabiliseMs, fixFingersMs, probeLostMs } = this.context.parameters;
    this.probe = new LostPeerProbe(this.context, this.lostPeers, actions);
    this.stopListening = this.context.events.on((event) => {
      if (event.type === 'peer-failed') this.suspect(event.node);
    });
    this.schedule.start([
      { periodMs: stabiliseMs, run: () => this.stabilise() },
      { periodMs: fixFingersMs, run: () => this.fixFingers() },
      { periodMs: probeLostMs, run: () => this.probeLost() },
    ]);
  }

  stop(): void {
    this.stopListening();
    this.schedule.stop();
  }

  /** After a join: refreshes the neighbours and the fingers at once, not a period later. */
  settleIn(): void {
    this.inBackground(this.stabiliser.round().then(() => this.fingerFixer.fillAll()));
  }

  /** Removes a node that a lookup found dead from the finger table; stabilisation alone changes the successor list. */
  readonly reportDead = (node: NodeRef): void => {
    this.context.state.fingers.remove(node);
  };

  inBackground(task: Promise<unknown>): void {
    task.catch((error: unknown) => this.note(error));
  }

  /** Checks a neighbour that did not answer at once, not a period later. */
  private suspect(node: NodeRef): void {
    const { successor, predecessor } = this.context.state;
    if (sameNode(node, predecessor)) this.inBackground(this.rectifier.askPredecessor());
    if (sameNode(node, successor) && !this.change.successors.busy)
      this.inBackground(this.stabiliser.round());
  }

  private stabilise(): Promise<void> {
    this.inBackground(this.rectifier.checkPredecessor());
    return this.stabiliser.round();
  }

  private async fixFingers(): Promise<void> {
    if (this.context.state.membership === 'member') await this.fingerFixer.round();
  }

  private async probeLost(): Promise<void> {
    await this.probe?.round();
  }

  private becomeAlone(): void {
    const { state } = this.context;
    if (state.predecessor) this.lostPeers.add(state.predecessor);
    for (const entry of state.fingers.entries()) this.lostPeers.add(entry.node);
    state.fingers.clear();
    state.predecessor = null;
    state.membership = 'alone';
    this.inBackground(this.probeLost());
  }

  /** After the process was stopped or starved its pointers may be stale: checks them at once. */
  private wakeUp(gapMs: number): void {
    this.context.events.emit({ type: 'woke-up', gapMs });
    this.inBackground(this.stabiliser.round());
  }

  /**
   * Reports defects of this process only: failures of peers are expected and are events already, and a peer reports its
   * own defects.
   */
  private note(error: unknown): void {
    if (!(error instanceof CodedError)) this.onFault(error);
  }
}
