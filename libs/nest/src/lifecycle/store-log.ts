// The store events that an operator finds in the log: moved data, losses of the disk, defects.
import { CodedError, type Address } from '@chord-dht/chord';
import type { Position, StoreEvent } from '@chord-dht/store';
import type { MemberFaults, MemberLog } from '../ports/member-log';

/** The most records whose damage is logged; the metric counts them all. */
const DAMAGED_MAX = 1_000;

export class StoreLog {
  /** Records that were found unreadable; each is logged once until it is restored. */
  private readonly damaged = new Set<string>();

  constructor(
    private readonly position: Address,
    private readonly log: MemberLog,
    private readonly faults: MemberFaults,
  ) {}

  note(event: StoreEvent): void {
    switch (event.type) {
      case 'records-moving':
      case 'records-moved': {
        const { type, ...figures } = event;
        return this.log.info(type, { position: this.position, ...figures });
      }
      case 'record-corrupt':
        return this.noteDamaged(event.position);
      case 'record-mended':
        return this.noteMended(event.position, event.from.address);
      case 'store-fault': {
        const { error, trace: requestId } = event;
        // A coded failure is expected: a peer that is away, a disk that is full.
        if (error instanceof CodedError) return;
        const where = requestId ? 'request' : 'background';
        return this.faults.report(error, { where, requestId });
      }
      default:
    }
  }

  private noteDamaged({ keyId, key }: Position): void {
    const name = nameOf({ keyId, key });
    if (this.damaged.has(name) || this.damaged.size >= DAMAGED_MAX) return;
    this.damaged.add(name);
    const message =
      'A record has changed on the disk and is not served; its other copies repair it.';
    this.log.warn('record-unreadable', { position: this.position, keyId, key, message });
  }

  private noteMended({ keyId, key }: Position, from: Address): void {
    this.damaged.delete(nameOf({ keyId, key }));
    this.log.info('record-mended', { position: this.position, keyId, key, from });
  }
}

function nameOf({ keyId, key }: Position): string {
  return keyId + key;
}
