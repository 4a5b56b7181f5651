// Asks which node answers behind a silent successor, while the successor is still awaited.
import type { Id } from '../id/between';
import { isAlive, type MemberContext } from '../context/member-context';
import { isArtificial, type NodeRef } from '../id/node-ref';

/**
 * The number of further successors that are asked in parallel; one after another, each would cost its full deadline.
 */
const NODES_MAX = 4;

export class Lookahead {
  private readonly answers = new Map<Id, Promise<boolean>>();

  constructor(private readonly context: MemberContext) {}

  /** Awaits a query; when it takes long, asks the nodes behind the one asked as well. */
  async during<Result>(query: Promise<Result>, behind: readonly NodeRef[]): Promise<Result> {
    const { clock, parameters } = this.context;
    const cancel = clock.after(parameters.callTimeoutMsMin, () => this.ask(behind));
    try {
      return await query;
    } finally {
      cancel();
    }
  }

  /** True when the node was asked meanwhile and is silent. */
  async foundSilent(node: NodeRef): Promise<boolean> {
    return (await this.answers.get(node.id)) === false;
  }

  private ask(nodes: readonly NodeRef[]): void {
    for (const node of nodes.filter((one) => !isArtificial(one)).slice(0, NODES_MAX)) {
      if (!this.answers.has(node.id)) this.answers.set(node.id, isAlive(this.context, node));
    }
  }
}
