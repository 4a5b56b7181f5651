// The former names of members, from `--moved`: their disks return under new names.
import { hostOf, nodeRefOf, type Address, type Hasher, type IdSpace } from '@chord-dht/chord';
import { renameMembers, type RecordStore } from '@chord-dht/store';
import { StartError } from '../base/errors';

export class MovedMembers {
  private readonly names: ReadonlyMap<string, string>;

  /** @param moved `old=new`, both `host:port` */
  constructor(moved: readonly string[]) {
    this.names = new Map(moved.map((move) => move.toLowerCase().split('=') as [string, string]));
  }

  /** Returns the present name; a further position keeps its number. */
  nameOf(address: Address): Address {
    const host = hostOf(address);
    const now = this.names.get(host);
    return now === undefined ? address : now + address.slice(host.length);
  }

  /**
   * Renames the members on the disk; resolves when that is durable.
   * @throws StartError when one has the name of another
   */
  async enter(records: RecordStore, space: IdSpace, hasher: Hasher): Promise<void> {
    if (this.names.size === 0) return;
    const twice = await renameMembers(records, space, (member) => {
      const address = this.nameOf(member.address);
      return address === member.address ? member : nodeRefOf(address, space, hasher);
    });
    if (twice === undefined) return;
    await records.close();
    throw new StartError(
      'CONFIGURATION',
      `--moved: ${twice} is another member of the ring already, which keeps copies beside the one that is to get that name`,
    );
  }
}
