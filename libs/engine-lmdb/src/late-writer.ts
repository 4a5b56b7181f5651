// Writes the names that are late when no more records are moved, a few at a time, and the rest before the engine ends.
import type { LateNames } from './late-names';

/** No name has been added for this long. */
const IDLE_MS = 250;
const NAMES_A_GROUP = 512;

export interface LateWriterParts {
  readonly late: LateNames;
  /** Lists at most `most` of them. Resolves when they are flushed. */
  readonly list: (most: number) => Promise<void>;
}

export class LateWriter {
  private timer: NodeJS.Timeout | undefined;
  /** How many had been added when it was looked last. */
  private seen = 0;

  constructor(private readonly parts: LateWriterParts) {}

  /** There may be some. */
  watch(): void {
    if (this.timer || this.parts.late.size === 0) return;
    this.timer = setTimeout(() => void this.look(), IDLE_MS);
    this.timer.unref();
  }

  /** Resolves when none is left, or nothing can be written any more. */
  async finish(): Promise<void> {
    clearTimeout(this.timer);
    while (this.parts.late.size > 0 && (await this.writeSome()));
  }

  private async look(): Promise<void> {
    const { late } = this.parts;
    const isIdle = this.seen === late.added;
    this.seen = late.added;
    // One group after the other, as long as nothing comes.
    if (isIdle) while (late.size > 0 && this.seen === late.added && (await this.writeSome()));
    this.timer = undefined;
    this.watch();
  }

  /** @returns whether that went well */
  private writeSome(): Promise<boolean> {
    return this.parts.list(NAMES_A_GROUP).then(
      () => true,
      () => false,
    );
  }
}
