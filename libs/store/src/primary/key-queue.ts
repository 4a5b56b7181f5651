// The order of operations: those on one key run one after another, those on different keys at once.
import { ChordError, inRange } from '@chord-dht/chord';
import { IdLists } from '../collections/id-lists';
import type { Arc, Position } from '../record/position';
import type { OperationContext } from './operation-context';

/** Does what is asked for when the turn of the key has come. */
export interface Worker<Request, Reply> {
  work(position: Position, request: Request, operation: OperationContext): Promise<Reply>;
}

/** The operations on one key. */
interface Line extends Position {
  tail: Promise<unknown>;
  waiting: number;
}

const OVER = Promise.resolve();

export class KeyQueue {
  private readonly lines = new IdLists<Line>();
  private waiting = 0;

  constructor(private readonly waitingMax: number) {}

  /** True while an operation on the key runs or waits. */
  busy(position: Position): boolean {
    return this.lineOf(position) !== undefined;
  }

  /** As `run`. */
  give<Request, Reply>(
    position: Position,
    worker: Worker<Request, Reply>,
    request: Request,
    operation: OperationContext,
  ): Promise<Reply> {
    return this.run(position, () => worker.work(position, request, operation));
  }

  /** @throws ChordError `BUSY` when too many operations wait already */
  run<Result>(position: Position, task: () => Promise<Result>): Promise<Result> {
    if (this.waiting >= this.waitingMax) {
      return Promise.reject(
        new ChordError('BUSY', 'Too many operations wait for this key; try again soon.'),
      );
    }
    const busy = this.lineOf(position);
    const line = busy ?? this.begin(position);
    line.waiting += 1;
    this.waiting += 1;
    // Nearly always nobody is before it: then it need not wait for a promise.
    const result = busy ? line.tail.then(task) : begun(task);
    const done = (): void => {
      this.waiting -= 1;
      line.waiting -= 1;
      if (line.waiting === 0) this.lines.delete(line);
    };
    line.tail = result.then(done, done);
    return result;
  }

  /** Resolves when everything that runs or waits now for keys of the arc is over. */
  async quiet(arc?: Arc): Promise<void> {
    const concerned = this.lines
      .all()
      .filter(({ keyId }) => !arc || inRange(arc.fromId, keyId, arc.toId));
    await Promise.all(concerned.map((line) => line.tail));
  }

  private lineOf({ keyId, key }: Position): Line | undefined {
    return this.lines.find(keyId, (line) => line.key === key);
  }

  private begin({ keyId, key }: Position): Line {
    const line: Line = { keyId, key, tail: OVER, waiting: 0 };
    this.lines.add(line);
    return line;
  }
}

function begun<Result>(task: () => Promise<Result>): Promise<Result> {
  try {
    return task();
  } catch (error) {
    return Promise.reject(error as Error);
  }
}
