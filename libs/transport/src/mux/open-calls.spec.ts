import type { CodedError } from '@chord-dht/chord';
import { ChordError } from '@chord-dht/chord';
import { OpenCalls } from './open-calls';

const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'answered',
    (error: CodedError) => error.code,
  );

describe('OpenCalls', () => {
  it('gives each call its own reply and forgets it', async () => {
    const ended = jest.fn();
    const calls = new OpenCalls('peer', undefined, ended);
    const numbers = [calls.nextNumber(), calls.nextNumber()] as const;
    const waiting = numbers.map((number) => calls.wait(number, 10_000));
    calls.answer(numbers[1], { ok: true, body: 'second' });
    calls.answer(numbers[0], { ok: true, body: 'first' });
    calls.answer(numbers[0], { ok: true, body: 'again' });
    calls.fail(99, new ChordError('BUSY', 'nobody waits'));
    expect(await Promise.all(waiting)).toEqual([
      { ok: true, body: 'first' },
      { ok: true, body: 'second' },
    ]);
    expect(calls.size).toBe(0);
    expect(ended).toHaveBeenCalledTimes(2);
  });

  it('ends calls in the order of their deadlines, whatever the order in which they were made', async () => {
    const timeouts = jest.fn();
    const calls = new OpenCalls('peer', timeouts);
    const order: number[] = [];
    const wait = (timeoutMs: number): Promise<string> =>
      codeOf(calls.wait(calls.nextNumber(), timeoutMs)).then((code) => {
        order.push(timeoutMs);
        return code;
      });
    const patient = calls.nextNumber();
    const waiting = calls.wait(patient, 2 ** 40);
    expect(await Promise.all([wait(60), wait(5), wait(30)])).toEqual(Array(3).fill('TIMEOUT'));
    expect(order).toEqual([5, 30, 60]);
    expect(timeouts).toHaveBeenCalled();
    expect(calls.size).toBe(1);
    calls.answer(patient, { ok: true, body: null });
    await waiting;
  });

  it('ends calls in that order also when the process was stopped until all of them were due', async () => {
    const calls = new OpenCalls('peer');
    const order: number[] = [];
    const waits = [20, 5, 10].map((timeoutMs) =>
      codeOf(calls.wait(calls.nextNumber(), timeoutMs)).then(() => order.push(timeoutMs)),
    );
    for (const untilMs = performance.now() + 40; performance.now() < untilMs;);
    await Promise.all(waits);
    expect(order).toEqual([5, 10, 20]);
  });

  it('ends all calls at once with the reason', async () => {
    const calls = new OpenCalls('peer');
    const waiting = [1, 2, 3].map(() => codeOf(calls.wait(calls.nextNumber(), 10_000)));
    calls.failAll(new ChordError('UNREACHABLE', 'gone'));
    expect(await Promise.all(waiting)).toEqual(Array(3).fill('UNREACHABLE'));
    expect(calls.size).toBe(0);
  });
});
