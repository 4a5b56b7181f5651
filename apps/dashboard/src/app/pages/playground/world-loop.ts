// Advances a world in a worker in slices, so that the page gets at least thirty frames a second and a person's action
// runs between two slices.
import {
  type Deed,
  type Expectation,
  type Lamp,
  PlanWorld,
  PlaygroundWorld,
  type World,
  isMet,
  readPlan,
  readRun,
} from '@chord-dht/simulator';
import type { FromWorld, ToWorld } from './messages';

const SLICE_MS = 12;
const FRAME_MS = 14;
const LAMPS_MS = 400;
/** Larger rings are checked for lamps less often. */
const LARGE = 200;
const LARGE_LAMPS_MS = 1_200;

/** Each turn is a message: all promises that are due continue before the next one. */
function takeTurns(step: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      try {
        if (step()) port2.postMessage(0);
        else {
          port1.close();
          resolve();
        }
      } catch (error) {
        port1.close();
        reject(error);
      }
    };
    port2.postMessage(0);
  });
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export class WorldLoop {
  private world: World | null = null;
  private untilEvents: number | null = null;
  private speed = 0;
  private reached = 0;
  private selected: number | null = null;
  private lampsAtMs = 0;
  private frameAtMs = 0;
  private isRunning = false;
  /** Virtual milliseconds that are due and not simulated yet. */
  private owedMs = 0;
  private lamps: readonly Lamp[] = [];
  private expectations: readonly Expectation[] = [];
  private met: readonly boolean[] = [];
  /** Actions of the person, which wait for the end of a slice. */
  private readonly waiting: (() => Promise<void>)[] = [];

  constructor(private readonly post: (message: FromWorld) => void) {}

  hear(message: ToWorld): void {
    switch (message.say) {
      case 'open':
        this.speed = 0;
        this.later(() => this.open(message.run));
        break;
      case 'do':
        this.later(() => this.act(message.deed));
        break;
      case 'play':
        this.speed = message.speed;
        break;
      case 'pause':
        this.speed = 0;
        break;
      case 'step':
        this.speed = 0;
        this.later(async () => this.world?.step());
        break;
      case 'watch':
        this.later(async () => {
          this.expectations = message.expectations;
          this.met = [];
        });
        break;
      case 'select':
        this.selected = message.node;
        this.later(async () => undefined);
    }
    if (!this.isRunning) void this.run();
  }

  private later(task: () => Promise<void>): void {
    this.waiting.push(task);
  }

  private async open(text: string): Promise<void> {
    try {
      const planned = readPlan(text);
      const run = planned ?? readRun(text);
      this.world = planned
        ? new PlanWorld({ takeTurns }, planned.plan)
        : new PlaygroundWorld({ takeTurns }, readRun(text));
      this.untilEvents = run.at ?? null;
      this.expectations = [];
    } catch (error) {
      this.post({ say: 'refused', why: (error as Error).message });
    }
  }

  private async act(deed: Deed): Promise<void> {
    // In a run of the test suite the person cannot act.
    if (this.world instanceof PlaygroundWorld) await this.world.act(deed);
  }

  private async run(): Promise<void> {
    this.isRunning = true;
    let lastMs = performance.now();
    while (this.waiting.length > 0 || this.speed > 0 || this.untilEvents !== null) {
      for (let task = this.waiting.shift(); task; task = this.waiting.shift()) {
        await task();
        this.frameAtMs = 0;
      }
      const nowMs = performance.now();
      await this.slice(nowMs - lastMs);
      lastMs = nowMs;
      this.show();
      await pause(this.untilEvents === null ? 4 : 0);
    }
    this.isRunning = false;
    this.frameAtMs = 0;
    this.show();
  }

  /** @param passedMs real milliseconds since the last slice */
  private async slice(passedMs: number): Promise<void> {
    const { world } = this;
    if (!world) return;
    const endMs = performance.now() + SLICE_MS;
    if (this.untilEvents !== null) {
      const until = this.untilEvents;
      await world.advance(() => world.events >= until || performance.now() > endMs);
      if (world.events >= until) this.untilEvents = null;
      return;
    }
    if (this.speed === 0) return;
    const startMs = world.nowMs;
    this.owedMs = Math.min(this.owedMs + passedMs * this.speed, 250 * this.speed);
    const targetMs = startMs + this.owedMs;
    await world.advance((nextMs) => nextMs > targetMs || performance.now() > endMs);
    const wentMs = world.nowMs - startMs;
    // Time without events passes as well; work that was not done in time is dropped.
    this.owedMs = performance.now() > endMs ? 0 : this.owedMs - wentMs;
    this.reached = passedMs > 0 ? 0.9 * this.reached + (0.1 * wentMs) / passedMs : this.reached;
  }

  private show(): void {
    const { world } = this;
    const nowMs = performance.now();
    if (!world || nowMs - this.frameAtMs < FRAME_MS) return;
    this.frameAtMs = nowMs;
    const picture = world.picture();
    const everyMs = picture.numbers.length > LARGE ? LARGE_LAMPS_MS : LAMPS_MS;
    const isThorough = nowMs - this.lampsAtMs > everyMs || !this.isRunning;
    if (isThorough) this.lampsAtMs = nowMs;
    // A small ring is checked after every change; a large one at intervals.
    const isLarge = picture.numbers.length > LARGE;
    const lamps = isLarge && !isThorough ? this.lamps : world.readLamps(isThorough);
    this.lamps = lamps;
    if (isThorough && world instanceof PlaygroundWorld)
      this.met = this.expectations.map((expectation) => isMet(world, expectation));
    this.post({
      say: 'frame',
      frame: { picture, lamps, trails: [...world.readTrails()].map((trail) => ({ ...trail })) },
      lines: world.readLog(),
      met: this.met,
      detail: this.selected === null ? null : world.detail(this.selected),
      speed: this.reached,
      isPlaying: this.speed > 0,
      isCatchingUp: this.untilEvents !== null,
      run: world.link,
    });
  }
}
