// Former members of this ring that do not answer now, remembered so that parted rings find each other again.
import { type Address, type NodeRef, isArtificial } from '../id/node-ref';

/** A bounded list that drops its oldest entry first. Probed in turn. */
export class LostPeers {
  private readonly addresses = new Set<Address>();

  constructor(
    private readonly self: Address,
    private readonly sizeMax: number,
  ) {}

  add(node: Pick<NodeRef, 'address'>): void {
    if (isArtificial(node as NodeRef) || node.address === this.self) return;
    this.addresses.delete(node.address);
    this.addresses.add(node.address);
    if (this.addresses.size > this.sizeMax)
      this.remove(this.addresses.values().next().value as Address);
  }

  remove(address: Address): void {
    this.addresses.delete(address);
  }

  /** Returns the next peer to probe and moves it to the end of the list. */
  next(): Address | undefined {
    const address = this.addresses.values().next().value;
    if (address === undefined) return undefined;
    this.addresses.delete(address);
    this.addresses.add(address);
    return address;
  }

  all(): Address[] {
    return [...this.addresses];
  }
}
