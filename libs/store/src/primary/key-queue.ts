// Knows whose turn it is: the operations on one key run one after another, those on different keys at once.
import { ChordError, inRange } from '@chord-dht/chord';
import type { Arc, Position } from '../record/position';

interface Line {
  readonly position: Position;
  tail: Promise<unknown>;
  waiting: number;
}

export class KeyQueue {
  private readonly lines = new Map<string, Line>();
  private waiting = 0;

  constructor(private readonly waitingMax: number) {}

  /** True while an operation on the key runs or waits. */
  busy(key: string): boolean {
    return this.lines.has(key);
  }

  /** @throws ChordError `BUSY` when too many operations wait already */
  run<Result>(position: Position, task: () => Promise<Result>): Promise<Result> {
    if (this.waiting >= this.waitingMax) {
      return Promise.reject(
        new ChordError('BUSY', 'Too many operations wait for this key; try again soon.'),
      );
    }
    const { key } = position;
    const line = this.lines.get(key) ?? { position, tail: Promise.resolve(), waiting: 0 };
    this.lines.set(key, line);
    line.waiting += 1;
    this.waiting += 1;
    const result = line.tail.then(task);
    const done = (): void => {
      this.waiting -= 1;
      line.waiting -= 1;
      if (line.waiting === 0) this.lines.delete(key);
    };
    line.tail = result.then(done, done);
    return result;
  }

  /** Resolves when everything that runs or waits now for keys of the arc is over. */
  async quiet(arc?: Arc): Promise<void> {
    const concerned = [...this.lines.values()].filter(
      ({ position }) => !arc || inRange(arc.fromId, position.keyId, arc.toId),
    );
    await Promise.all(concerned.map((line) => line.tail));
  }
}
