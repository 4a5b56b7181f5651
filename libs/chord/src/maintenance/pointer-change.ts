// Marks the time in which this node awaits an answer that will change its pointers: others then ask again later.
import { TaskQueue } from './task-queue';

/**
 * Between the query and the change that it causes a member's state is not to be built on (Zave, TSE 2017, section 5).
 * Successors and predecessor change independently, each one change at a time.
 */
export class PointerChange {
  readonly successors = new TaskQueue();
  readonly predecessor = new TaskQueue();
  private awaited = 0;

  /** True while a query of this node is in flight; state queries are then answered `PENDING`. */
  get pending(): boolean {
    return this.awaited > 0;
  }

  async awaiting<Result>(query: Promise<Result>): Promise<Result> {
    this.awaited += 1;
    try {
      return await query;
    } finally {
      this.awaited -= 1;
    }
  }
}
