import { Emitter, type NodeRef, type RingEvent } from '@chord-dht/chord';
import { type Member, MemberHolder } from '@chord-dht/nest';
import { LOSS_KEPT_MS, LostLog } from './lost-log';

const node: NodeRef = { id: '02', address: 'localhost:5002' };
const self: NodeRef = { id: '01', address: 'localhost:5001' };

function start() {
  const events = new Emitter<RingEvent>();
  let now = 0;
  const clock = { nowMs: () => now };
  const holder = new MemberHolder();
  holder.attach({ chord: { events, clock } } as unknown as Member);
  const log = new LostLog(holder);
  log.onModuleInit();
  const told = () => log.read(now).map(({ reason, atMs }) => [reason, atMs]);
  const passTo = (ms: number): void => void (now = ms);
  return { events, log, told, passTo };
}

describe('the members that a node misses', () => {
  it('are known from the first sign, and forgotten after a quarter of an hour', () => {
    const { events, told, passTo } = start();
    passTo(100);
    events.emit({ type: 'peer-failed', node, code: 'UNREACHABLE' });
    passTo(200);
    events.emit({ type: 'peer-failed', node, code: 'TIMEOUT' });
    expect(told()).toEqual([['silent', 100]]);
    passTo(101 + LOSS_KEPT_MS);
    expect(told()).toEqual([]);
  });

  it.each([
    [true, 'stopped'],
    [false, 'left'],
  ])('know why they went (returning: %s)', (returning, reason) => {
    const { events, told } = start();
    events.emit({ type: 'peer-said-goodbye', node, returning });
    events.emit({ type: 'peer-failed', node, code: 'UNREACHABLE' });
    expect(told()).toEqual([[reason, 0]]);
  });

  it('are missed no more when they are neighbours again', () => {
    const { events, log, told } = start();
    events.emit({ type: 'peer-said-goodbye', node, returning: false });
    events.emit({ type: 'successor-changed', from: self, to: node });
    expect(told()).toEqual([]);
    events.emit({ type: 'peer-failed', node, code: 'UNREACHABLE' });
    expect(told()).toEqual([['silent', 0]]);
    log.found(node.id);
    expect(told()).toEqual([]);
  });
});
