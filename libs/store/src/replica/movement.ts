// What has been moved between home replicas by this node since it began.

export interface MovedFigures {
  readonly records: number;
  readonly bytes: number;
}

export class Movement {
  private readonly in = { records: 0, bytes: 0 };
  private readonly out = { records: 0, bytes: 0 };

  get figures(): { readonly received: MovedFigures; readonly sent: MovedFigures } {
    return { received: { ...this.in }, sent: { ...this.out } };
  }

  received(records: readonly Uint8Array[]): void {
    add(this.in, records);
  }

  sent(records: readonly Uint8Array[]): void {
    add(this.out, records);
  }
}

function add(sum: { records: number; bytes: number }, records: readonly Uint8Array[]): void {
  sum.records += records.length;
  for (const { length } of records) sum.bytes += length;
}
