import { KeyQueue } from './key-queue';

interface Gate {
  readonly opened: Promise<void>;
  open(): void;
}

function gate(): Gate {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

const at = (keyId: string, key: string): { keyId: string; key: string } => ({ keyId, key });
const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await undefined;
};

describe('the queue of keys', () => {
  it('runs operations on one key in the order of asking, also after one failed', async () => {
    const queue = new KeyQueue(10);
    const first = gate();
    const order: number[] = [];
    const results = [
      queue.run(at('1', 'k'), async () => {
        await first.opened;
        order.push(1);
      }),
      queue.run(at('1', 'k'), async () => {
        order.push(2);
        throw new Error('second');
      }),
      queue.run(at('1', 'k'), async () => void order.push(3)),
    ];
    await turns();
    expect(order).toEqual([]);
    expect(queue.busy(at('1', 'k'))).toBe(true);
    first.open();
    await expect(Promise.allSettled(results)).resolves.toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected' },
      { status: 'fulfilled' },
    ]);
    expect(order).toEqual([1, 2, 3]);
    expect(queue.busy(at('1', 'k'))).toBe(false);
  });

  it('runs operations on different keys at once', async () => {
    const queue = new KeyQueue(10);
    const never = gate();
    void queue.run(at('1', 'a'), () => never.opened);
    await expect(queue.run(at('1', 'b'), async () => 'done')).resolves.toBe('done');
  });

  it('says that it is busy instead of growing without end', async () => {
    const queue = new KeyQueue(2);
    const first = gate();
    const both = [
      queue.run(at('1', 'a'), () => first.opened),
      queue.run(at('1', 'b'), () => first.opened),
    ];
    await expect(queue.run(at('1', 'c'), async () => 1)).rejects.toMatchObject({ code: 'BUSY' });
    first.open();
    await Promise.all(both);
    await expect(queue.run(at('1', 'c'), async () => 1)).resolves.toBe(1);
  });

  it('tells when an arc has come to rest, whatever goes on elsewhere', async () => {
    const queue = new KeyQueue(10);
    const inside = gate();
    const outside = gate();
    const running = [
      queue.run(at('5', 'inside'), () => inside.opened),
      queue.run(at('9', 'outside'), () => outside.opened),
    ];
    let isQuiet = false;
    const quiet = queue.quiet({ fromId: '4', toId: '5' }).then(() => (isQuiet = true));
    await turns();
    expect(isQuiet).toBe(false);
    inside.open();
    await quiet;
    expect(queue.busy(at('9', 'outside'))).toBe(true);
    outside.open();
    await Promise.all(running);
  });
});
