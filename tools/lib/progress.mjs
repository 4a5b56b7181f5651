// Shows what runs: on a terminal in place, in a log a line now and then.

const ON_TERMINAL_MS = 500;
const IN_LOG_MS = 30_000;
/** Of a terminal that does not say how wide it is. */
const COLUMNS = 80;
/** Back to the first column, and away with what stands there. */
const CLEAR = '\r\u001b[2K';

/** @param {number} ms @returns {string} minutes and seconds, such as 3:07 */
export function clock(ms) {
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** @typedef {Pick<NodeJS.WriteStream, 'write' | 'isTTY' | 'columns'>} Screen */

export class Progress {
  #startedMs = performance.now();
  /** @type {NodeJS.Timeout | undefined} */
  #timer;
  #screen;
  #say;

  /**
   * @param {() => string} say what runs now, in one line
   * @param {Screen} [screen]
   */
  constructor(say, screen = process.stdout) {
    this.#say = say;
    this.#screen = screen;
  }

  get elapsedMs() {
    return performance.now() - this.#startedMs;
  }

  start() {
    this.#timer ??= setInterval(
      () => this.#show(),
      this.#screen.isTTY ? ON_TERMINAL_MS : IN_LOG_MS,
    );
    this.#timer.unref();
    if (this.#screen.isTTY) this.#show();
    return this;
  }

  /** Writes a line that stays. @param {string} line */
  print(line) {
    if (!this.#timer || !this.#screen.isTTY) return void this.#screen.write(`${line}\n`);
    this.#screen.write(`${CLEAR}${line}\n`);
    this.#show();
  }

  /** Takes away the line that changes; nothing is shown from now on. */
  stop() {
    if (this.#timer && this.#screen.isTTY) this.#screen.write(CLEAR);
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #show() {
    const line = `[${clock(this.elapsedMs)}] ${this.#say()}`;
    const { isTTY, columns } = this.#screen;
    this.#screen.write(isTTY ? `${CLEAR}${line.slice(0, (columns || COLUMNS) - 1)}` : `${line}\n`);
  }
}
