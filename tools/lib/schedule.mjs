// The order of steps and their number at a time, so that no core is idle while there is work.

/**
 * What has to run. `width`: how many cores it keeps busy. `waits`: it waits for real processes most of
 * the time, so it runs beside those that work; when none of that kind is left, one more that works has its place.
 * `fills`: it gives way to others (it runs with less priority), so one of that kind runs beside them from the beginning,
 * and more of them where a core is free.
 * `alone`: what runs beside it would disturb it. `needs`: the names of tasks that have to pass before; `without` says
 * what this one comes to when one of them has not.
 * @template Result
 * @typedef {object} Task
 * @property {string} name
 * @property {number} [width]
 * @property {boolean} [waits]
 * @property {boolean} [fills]
 * @property {boolean} [alone]
 * @property {readonly string[]} [needs]
 * @property {() => Promise<Result>} run
 * @property {(missing: string) => Result} without
 */

/**
 * @template Result
 * @typedef {object} ScheduleOptions
 * @property {number} cores on one only one task runs at a time
 * @property {(result: Result) => boolean} hasPassed
 * @property {(task: Task<Result>) => void} [began]
 * @property {(task: Task<Result>, result: Result) => void} [ended]
 */

/**
 * Runs tasks in the order given, as far as cores and what they need allow. One that waits for cores is
 * not overtaken by others of its kind, so that none waits for ever.
 * @template Result
 * @param {readonly Task<Result>[]} tasks
 * @param {ScheduleOptions<Result>} options
 * @returns {Promise<Result[]>} in the order in which they ended
 */
export async function schedule(tasks, { cores, hasPassed, began = () => {}, ended = () => {} }) {
  /** @type {Result[]} */
  const results = [];
  /** @type {Map<string, boolean>} */
  const passed = new Map();
  /** @type {Set<Promise<void>>} */
  const running = new Set();
  const waiting = [...tasks];
  const room = new Room(
    cores,
    tasks.some(({ waits }) => waits),
  );

  /** @param {Task<Result>} task @param {Result} result */
  const end = (task, result) => {
    passed.set(task.name, hasPassed(result));
    results.push(result);
    ended(task, result);
  };
  /** @param {Task<Result>} task */
  const start = (task) => {
    const leave = room.enter(task);
    began(task);
    const run = task.run().then((result) => {
      leave();
      running.delete(run);
      if (!waiting.some(({ waits }) => waits)) room.noneWaitsAnyMore();
      end(task, result);
    });
    running.add(run);
  };
  /** Starts or ends the first one that can be. @returns whether there was one */
  const step = () => {
    room.lookAgain();
    for (const task of waiting) {
      const needs = task.needs ?? [];
      const missing = needs.find((name) => passed.get(name) === false);
      const isReady = missing !== undefined || needs.every((name) => passed.has(name));
      if (!isReady || (missing === undefined && !room.has(task))) continue;
      waiting.splice(waiting.indexOf(task), 1);
      if (missing === undefined) start(task);
      else end(task, task.without(missing));
      return true;
    }
    return false;
  };
  for (;;) {
    while (step());
    if (running.size === 0) break;
    await Promise.race(running);
  }
  if (waiting.length === 0) return results;
  throw new Error(`Nobody provides what these need: ${waiting.map(({ name }) => name).join(', ')}`);
}

/** @typedef {Pick<Task<unknown>, 'width' | 'waits' | 'fills' | 'alone'>} Guest */
/** @typedef {'work' | 'wait' | 'fill'} Kind */

/** The steps that have room beside those that run. */
class Room {
  #cores;
  #free;
  #guests = 0;
  #isTaken = false;
  #isPlaceToWaitLeft = false;
  /** Kinds of which one has found no room in this look. @type {Set<string>} */
  #blocked = new Set();

  /** @param {number} cores @param {boolean} hasWaiting some of those that will come wait for real processes */
  constructor(cores, hasWaiting) {
    this.#cores = cores;
    const besides = cores > 1 ? 1 : 0;
    this.#free = { work: cores, wait: hasWaiting ? besides : 0, fill: besides };
  }

  /** Whoever works may have the place of those that wait when it is free. */
  noneWaitsAnyMore() {
    this.#isPlaceToWaitLeft = true;
  }

  lookAgain() {
    this.#blocked.clear();
  }

  /** @param {Guest} guest */
  has(guest) {
    const { kind, count } = this.#costOf(guest);
    const fits = guest.alone ? this.#guests === 0 : this.#free[kind] >= count;
    const isBlocked = this.#isTaken || this.#blocked.has(kind) || this.#blocked.has('alone');
    if (fits && !isBlocked) return true;
    this.#blocked.add(guest.alone ? 'alone' : kind);
    return false;
  }

  /** @param {Guest} guest @returns {() => void} what it does when it leaves */
  enter(guest) {
    const { kind, count } = this.#costOf(guest);
    this.#free[kind] -= count;
    this.#guests += 1;
    this.#isTaken = guest.alone === true;
    return () => {
      this.#free[kind] += count;
      this.#guests -= 1;
      this.#isTaken = false;
    };
  }

  /** @param {Guest} guest @returns {{ kind: Kind, count: number }} */
  #costOf({ width = 1, waits = false, fills = false }) {
    if (waits && this.#cores > 1) return { kind: 'wait', count: 1 };
    if (fills && this.#free.fill > 0) return { kind: 'fill', count: 1 };
    const count = Math.min(width, this.#cores);
    const hasPlaceToWait = this.#isPlaceToWaitLeft && this.#free.work === 0 && count === 1;
    return { kind: hasPlaceToWait ? 'wait' : 'work', count };
  }
}
