// Calls between members beyond the protocol: a member's own view, and a lookup that starts there.
import { ChordError, type CallOptions, type NodeRef } from '@chord-dht/chord';
import { type Member, MemberHolder } from '@chord-dht/nest';
import { Inject, Injectable } from '@nestjs/common';
import { readKey } from '../../db/key';
import type { LookupDto } from '../dto/lookup.dto';
import type { NodeViewDto } from '../dto/node-view.dto';
import { readLookup } from './read-lookup';
import { fields, readNodeView } from './read-view';

const VIEW = 'node.view';
const LOOKUP = 'node.lookup';

export interface MemberAnswers {
  readonly view: () => NodeViewDto;
  readonly lookup: (key: string, trace: string | undefined) => Promise<LookupDto>;
}

@Injectable()
export class MemberCalls {
  constructor(@Inject(MemberHolder) private readonly holder: MemberHolder) {}

  /** Registers the answers to other members. */
  serve({ chord }: Member, answers: MemberAnswers): void {
    chord.dispatcher.on(VIEW, () => answers.view());
    chord.dispatcher.on(LOOKUP, (body, _from, { trace }) => {
      const { key } = fields(body);
      if (typeof key !== 'string') throw new ChordError('MALFORMED', 'A lookup names a key.');
      return answers.lookup(readKey(key), trace);
    });
  }

  /** @throws ChordError when the member does not answer, or its answer is invalid */
  async view(node: NodeRef, options: CallOptions): Promise<NodeViewDto> {
    const { chord } = this.holder.current;
    return readNodeView(await chord.peers.call(node, VIEW, null, options), chord.space);
  }

  /** @throws ChordError when the member does not answer, or its answer is invalid */
  async lookup(node: NodeRef, key: string, options: CallOptions): Promise<LookupDto> {
    const { chord } = this.holder.current;
    const reply = await chord.peers.call(node, LOOKUP, { key }, options);
    return readLookup(reply, key, chord.space);
  }
}
