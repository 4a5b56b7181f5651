// Finds the member with a given address or id.
import type { NodeRef } from '@chord-dht/chord';
import { MemberHolder } from '@chord-dht/nest';
import { Inject, Injectable } from '@nestjs/common';
import { shown } from '../../config/option';
import { HttpError } from '../../http/problem/http-error';

const WALK_MS = 2_500;

@Injectable()
export class MemberFinder {
  constructor(@Inject(MemberHolder) private readonly holder: MemberHolder) {}

  /**
   * @param name an address, or an id: as printed, in hexadecimal of fixed width, or with `0x`
   * @throws HttpError `UNKNOWN_MEMBER`
   */
  async find(name: string): Promise<NodeRef> {
    const { chord } = this.holder.current;
    const { space, self } = chord;
    const ids = [space.parse(name), name.toLowerCase()].filter((id) => space.isId(id));
    const isMeant = (node: NodeRef): boolean =>
      node.address === name.toLowerCase() || ids.includes(node.id);
    if (isMeant(self)) return self;
    const { members } = await chord.members({ timeoutMs: WALK_MS });
    const found = members.find(({ node }) => isMeant(node));
    if (!found)
      throw new HttpError(
        'UNKNOWN_MEMBER',
        `${shown(name)} is not a member of this ring; /dht/peers lists its members`,
      );
    return found.node;
  }
}
