// The peers that this node has met, kept across restarts: after a crash the node can find its ring again.
import type { Address, ChordNode } from '@chord-dht/chord';
import type { RecordStore } from '@chord-dht/store';
import { isMemberName } from '@chord-dht/transport';
import type { MemberLog } from '../ports/member-log';

const STATE_NAME = 'remembered-peers';
const PEERS_MAX = 256;
/** Changes come in bursts; one write for each burst is enough. Milliseconds. */
const SAVE_DELAY_MS = 200;

export class RememberedPeers {
  private forgotten = false;
  private pending = false;

  constructor(
    private readonly records: RecordStore,
    private readonly log: MemberLog,
  ) {}

  load(): Address[] {
    const text = this.records.getState(STATE_NAME);
    if (text === undefined) return [];
    try {
      const list: unknown = JSON.parse(text);
      const addresses = Array.isArray(list) ? list.filter((item) => typeof item === 'string') : [];
      return addresses.filter(isMemberName).slice(0, PEERS_MAX);
    } catch (error) {
      this.log.warn('remembered-peers-unreadable', { error });
      return [];
    }
  }

  /** Stores the peers whenever the neighbourhood changes. */
  follow(chord: ChordNode): void {
    chord.events.on(({ type }) => {
      if (type !== 'successors-changed' && type !== 'predecessor-changed') return;
      if (this.pending || this.forgotten) return;
      this.pending = true;
      chord.clock.after(SAVE_DELAY_MS, () => {
        this.pending = false;
        if (chord.membership !== 'left') void this.save(chord.rememberedPeers());
      });
    });
  }

  async save(peers: readonly Address[]): Promise<void> {
    if (this.forgotten) return;
    try {
      await this.records.putState(STATE_NAME, JSON.stringify(peers));
    } catch (error) {
      this.log.warn('remembered-peers-unsaved', { error });
    }
  }

  /** Stops storing; the stored peers stay. */
  leaveAsIs(): void {
    this.forgotten = true;
  }

  /** After leaving there is no ring to return to. */
  async forget(): Promise<void> {
    await this.save([]);
    this.forgotten = true;
  }
}
