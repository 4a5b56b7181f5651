import { getEventListeners } from 'node:events';
import { whenAborted } from './abort';

it('listens to a signal once for any number of calls, and no longer than they last', () => {
  const { signal } = new AbortController();
  const ends = Array.from({ length: 30 }, () => whenAborted(signal, () => undefined));
  expect(getEventListeners(signal, 'abort')).toHaveLength(1);
  for (const end of ends) end();
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
});

it('calls those that have not ended, also when one of them ends others or begins', () => {
  const end = new AbortController();
  const called: string[] = [];
  const stops = ['first', 'second', 'third'].map((name) =>
    whenAborted(end.signal, () => {
      called.push(name);
      stops[0]?.();
      whenAborted(end.signal, () => called.push('late'));
    }),
  );
  stops[1]?.();
  end.abort();
  expect(called).toEqual(['first', 'third']);
});

it('hears a signal again after all calls have ended', () => {
  const end = new AbortController();
  whenAborted(end.signal, () => undefined)();
  const called: string[] = [];
  whenAborted(end.signal, () => called.push('again'));
  end.abort();
  expect(called).toEqual(['again']);
});
