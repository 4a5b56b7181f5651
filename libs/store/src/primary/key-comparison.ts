// Compares one key among the members of a view, when the view alone does not say that ours is the latest.
import { codeOf, CodedError, isDefect, type NodeRef } from '@chord-dht/chord';
import type { Vote } from '../messages/replica-bytes';
import type { Position } from '../record/position';
import { versionOf } from '../record/record-bytes';
import { compareVersions, parseVersion, type Version } from '../record/version';
import { askReplica } from '../replica/ask-replica';
import { readableBytes, takeOver } from '../replica/local-records';
import type { ReplicaContext } from '../replica/replica-context';
import { majorityOf, type View, type ViewName } from '../view/view';
import type { ViewMessages } from '../view/view-messages';
import type { Replication, ReplicationHooks } from './replication';
import type { Majority } from './votes';

/** The request of a client that an operation belongs to. */
type Trace = string | undefined;

export class KeyComparison {
  constructor(
    private readonly context: ReplicaContext,
    private readonly hooks: Pick<ReplicationHooks, 'onBehind' | 'onSealed'>,
    private readonly replication: Pick<Replication, 'give'>,
  ) {}

  /** Asks every member for its version; who is behind is given our record, a later one is taken over. */
  compare(
    view: View,
    position: Position,
    local: Uint8Array | undefined,
    trace: Trace,
  ): Promise<Majority> {
    const asked = this.others(view).map((member) => this.ask(view, member, position, local, trace));
    return reached([Promise.resolve('counts'), ...asked], majorityOf(view.members));
  }

  /** Takes the latest record of so many others that every majority with us has one of them in it. */
  async restore(view: View, position: Position, trace: Trace): Promise<Majority> {
    const found: { readonly member: NodeRef; readonly version: Version }[] = [];
    const asked = this.others(view).map(async (member) => {
      const { vote, version } = await this.versionAt(view, member, position, trace);
      if (vote === 'counts' && version) found.push({ member, version });
      return vote;
    });
    const result = await reached(asked, view.members.length - majorityOf(view.members) + 1);
    if (result !== 'reached' || found.length === 0) return result;
    const latest = found.reduce((a, b) => (compareVersions(a.version, b.version) >= 0 ? a : b));
    await this.fetch(latest.member, position, trace);
    return readableBytes(this.context, position) ? result : 'refused';
  }

  /** Asks for the version; a member that is behind is given the record. */
  private async ask(
    view: View,
    member: NodeRef,
    position: Position,
    local: Uint8Array | undefined,
    trace: Trace,
  ): Promise<Vote> {
    const { vote, version } = await this.versionAt(view, member, position, trace);
    if (version === undefined && vote !== 'counts') return vote;
    const order = orderOf(local && versionOf(local), version);
    if (order > 0 && local)
      return this.replication.give(view, { position, bytes: local, trace }, member);
    // What a member has that does not count was never acknowledged, and goes when it is brought up to date.
    if (order < 0 && vote === 'counts') await this.fetch(member, position, trace);
    return vote;
  }

  private async versionAt(
    view: View,
    member: NodeRef,
    position: Position,
    trace: Trace,
  ): Promise<{ readonly vote: Vote; readonly version: Version | undefined }> {
    let version: Version | undefined;
    const vote = await this.vote(view, position.keyId, member, trace, async () => {
      const body = { view: nameOf(view), key: position.key };
      const reply = this.context.read.fields(await this.call(member, 'replica.read', body, trace));
      version = parseVersion(reply['version']);
      return reply;
    });
    return { vote, version };
  }

  /** A member's later record is as good as our own. */
  private async fetch(member: NodeRef, position: Position, trace: Trace): Promise<void> {
    const { read } = this.context;
    const body = { keys: [position.key] };
    const reply = read.fields(await this.call(member, 'replica.fetch', body, trace));
    const records = read.array(reply['records'], 1).map((bytes) => read.placed(read.bytes(bytes)));
    await takeOver(this.context, records);
  }

  private async vote(
    view: ViewName,
    keyId: string,
    member: NodeRef,
    trace: Trace,
    ask: () => Promise<Record<string, unknown>>,
  ): Promise<Vote> {
    try {
      if ((await ask())['counts'] === true) return 'counts';
      this.hooks.onBehind(keyId, member);
      return 'behind';
    } catch (error) {
      const code = codeOf(error);
      // A peer tells of its own; nobody waits for this promise at all times, so it must not reject.
      if (!(error instanceof CodedError))
        this.context.events.emit({ type: 'store-fault', error, ...(trace ? { trace } : {}) });
      if (isDefect(error)) return 'failed';
      if (code === 'SEALED') {
        this.hooks.onSealed(keyId, view, member);
        return 'sealed';
      }
      if (code === 'BUSY') return 'busy';
      if (code !== 'OTHER_VIEW') return 'none';
      this.hooks.onBehind(keyId, member);
      return 'behind';
    }
  }

  private others(view: View): NodeRef[] {
    return view.members.filter((member) => member.id !== this.context.chord.self.id);
  }

  private call<Type extends keyof ViewMessages & string>(
    member: NodeRef,
    type: Type,
    body: ViewMessages[Type]['request'],
    trace: Trace,
  ): Promise<unknown> {
    const { replicaTimeoutMs: timeoutMs } = this.context.parameters;
    return askReplica(this.context, member, type, body, { timeoutMs, trace });
  }
}

function nameOf({ epoch, lineage }: ViewName): ViewName {
  return { epoch, lineage };
}

function orderOf(local: Version | undefined, there: Version | undefined): number {
  if (!local || !there) return local ? 1 : there ? -1 : 0;
  return compareVersions(local, there);
}

/** Resolves as soon as so many count, or cannot any more. */
function reached(votes: readonly Promise<Vote>[], needed: number): Promise<Majority> {
  return new Promise((resolve, reject) => {
    let counting = 0;
    let silent = 0;
    let failed = 0;
    let open = votes.length;
    for (const vote of votes) {
      vote.then((outcome) => {
        open -= 1;
        if (outcome === 'counts') counting += 1;
        if (outcome === 'none') silent += 1;
        if (outcome === 'failed') failed += 1;
        if (counting >= needed) resolve('reached');
        else if (votes.length - silent < needed) resolve('silent');
        else if (votes.length - silent - failed < needed) resolve('failed');
        else if (counting + open < needed) resolve('refused');
      }, reject);
    }
  });
}
