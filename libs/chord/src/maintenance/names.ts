// Finds the peer that a person names, and checks that the name which it gives itself leads to it as well: the whole
// ring will use that name.
import { ChordError, isSilence } from '../base/errors';
import type { MemberContext } from '../context/member-context';
import type { Identity } from '../messages/chord-messages';
import type { Peers } from '../messages/peers';
import type { Address } from '../id/node-ref';

export class Names {
  /** True once a call to the own name has led here. */
  private isOwnNameGood = false;

  constructor(
    private readonly context: MemberContext,
    private readonly peers: Peers,
  ) {}

  /**
   * Asks the node at `address` for its identity.
   * @throws ChordError `INCOMPATIBLE` when the peer has other settings than all members of this ring share
   */
  readonly identify = async (
    address: Address,
    timeoutMs = this.context.parameters.callTimeoutMs,
  ): Promise<Identity> => {
    const peer = this.context.read.identity(
      await this.peers.callAddress(address, 'chord.identify', null, timeoutMs),
    );
    const { settings } = this.context;
    if (settings !== undefined && peer.settings !== undefined && peer.settings !== settings)
      throw otherSettings(peer.node.address, peer.settings, settings);
    return peer;
  };

  /**
   * As `identify`, for an address that a person gave.
   * @throws ChordError `INCOMPATIBLE` when the peer bears the name of this node, `WRONG_RECEIVER` when its own name
   *   does not lead to it
   */
  readonly identifyNamed = async (
    address: Address,
    timeoutMs = this.context.parameters.callTimeoutMs,
  ): Promise<Identity> => {
    const { self } = this.context;
    const peer = await this.identify(address, timeoutMs);
    const name = peer.node.address;
    if (name === self.address) {
      if (!this.isThisProcess(peer)) throw sameName(address, name);
    } else if (name !== address && peer.instance !== undefined) {
      await this.requireLeadsTo(name, address, peer.instance, timeoutMs);
    }
    return peer;
  };

  /** True when the answer came from this process; without instances the name decides. */
  isThisProcess({ node, instance }: Identity): boolean {
    const { self } = this.context;
    if (node.address !== self.address) return false;
    return (
      instance === undefined ||
      this.context.instance === undefined ||
      instance === this.context.instance
    );
  }

  /**
   * Checks, before this node becomes a member, that no other process goes by its name: calls would go to that one.
   * @throws ChordError `INCOMPATIBLE`
   */
  async requireOwn(): Promise<void> {
    const { self } = this.context;
    if (this.context.instance === undefined || this.isOwnNameGood) return;
    // A node may be unable to reach itself by its own name: silence proves nothing.
    const who = await this.identify(self.address).catch(() => undefined);
    if (who === undefined) return;
    if (who.node.address === self.address && !this.isThisProcess(who))
      throw sameName(self.address, self.address);
    this.isOwnNameGood = true;
  }

  private async requireLeadsTo(
    name: Address,
    address: Address,
    instance: string,
    timeoutMs: number,
  ): Promise<void> {
    const found = await this.identify(name, timeoutMs).catch((error: unknown) => {
      if (isSilence(error) || (error instanceof ChordError && error.code === 'REFUSED'))
        return undefined;
      throw error;
    });
    if (found?.instance === instance) return;
    const where = found ? 'leads to another process' : 'leads nowhere';
    throw new ChordError(
      'WRONG_RECEIVER',
      `${address} calls itself ${name}, and from here that name ${where}. Start that node with a --host by which all others reach it.`,
    );
  }
}

function otherSettings(address: Address, theirs: string, ours: string): ChordError {
  return new ChordError(
    'INCOMPATIBLE',
    `${address} is in a ring with ${theirs}, and this node has ${ours}. Start all members of a ring with the same.`,
  );
}

function sameName(address: Address, name: Address): ChordError {
  return new ChordError(
    'INCOMPATIBLE',
    `Another process answers at ${address} and calls itself ${name}, as this node does. Start one of them with another --host or --port.`,
  );
}
