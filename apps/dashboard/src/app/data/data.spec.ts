import { HttpErrorResponse } from '@angular/common/http';
import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Clock } from './clock';
import { lastGood } from './last-good';
import { backOffMs } from './live/back-off';
import { SseParser } from './live/sse-parser';
import { problemOf } from './problem';

describe('an event stream', () => {
  const text = ': hello\nid: 7\nevent: peer-failed\ndata: {"a":\ndata: 1}\n\nid: 8\ndata:x\n\n';
  const events = [
    { id: '7', type: 'peer-failed', data: '{"a":\n1}' },
    { id: '8', type: 'message', data: 'x' },
  ];

  it('is read in pieces of any size', () => {
    for (let size = 1; size <= text.length; size++) {
      const parser = new SseParser();
      const heard = [];
      for (let at = 0; at < text.length; at += size)
        heard.push(...parser.push(text.slice(at, at + size)));
      expect(heard).toEqual(events);
    }
  });

  it('may end lines in any of three ways', () => {
    for (const end of ['\n', '\r\n', '\r']) {
      expect(new SseParser().push(`${text.replaceAll('\n', end)}\n`)).toEqual(events);
    }
  });

  it('of heart-beats only makes no events', () => {
    expect(new SseParser().push(': beat\n\n: beat\n\n')).toEqual([]);
  });
});

describe('the time at the nodes', () => {
  it.each([
    ['is that of this machine as long as nothing is known', null, 0],
    ['is that of this machine where a node says nearly the same', 900, 0],
    ['is ahead where the clock of this machine is slow', 600_000, 600_000],
    ['is behind where it is fast', -7_200_000, -7_200_000],
    ['ignores what is no time', NaN, 0],
  ])('%s', (_, aheadMs, expectedMs) => {
    const clock = TestBed.inject(Clock);
    if (aheadMs !== null) clock.compare(1_000_000 + aheadMs, 1_000_000);
    expect(clock.nodeNow() - clock.now()).toBe(expectedMs);
  });
});

describe('waiting before the next try', () => {
  it('doubles up to a bound and is never the same for all', () => {
    expect([1, 2, 3, 4, 20].map((failures) => backOffMs(failures, 1))).toEqual([
      500, 1000, 2000, 4000, 15000,
    ]);
    expect(backOffMs(3, 0)).toBe(1000);
  });
});

describe('the last good value', () => {
  function resource() {
    const state = signal<string | undefined>(undefined);
    return { state, hasValue: () => state() !== undefined, value: state } as never as Parameters<
      typeof lastGood<string>
    >[0] & {
      state: typeof state;
    };
  }

  it('stays when a later reading fails', () => {
    const source = resource();
    const good = lastGood(source);
    source.state.set('first');
    expect(good()).toBe('first');
    source.state.set(undefined);
    expect(good()).toBe('first');
  });

  it('is dropped when the subject changes', () => {
    const source = resource();
    const key = signal('a');
    const good = lastGood(source, key);
    source.state.set('value of a');
    expect(good()).toBe('value of a');
    source.state.set(undefined);
    key.set('b');
    expect(good()).toBeUndefined();
  });
});

describe('a problem', () => {
  const body = { title: 'Unavailable', detail: 'No quorum.', code: 'UNAVAILABLE', requestId: 'r1' };

  it.each([
    ['object', body],
    ['text', JSON.stringify(body)],
    ['bytes', new TextEncoder().encode(JSON.stringify(body)).buffer],
  ])('keeps the words of the node (%s)', (_, error) => {
    expect(problemOf(new HttpErrorResponse({ status: 503, error }))).toEqual({
      ...body,
      status: 503,
    });
  });

  it('has words for a node that does not answer, for strange answers and for defects', () => {
    expect(problemOf(new HttpErrorResponse({ status: 0 })).code).toBe('UNREACHABLE');
    expect(
      problemOf(new HttpErrorResponse({ status: 502, error: '<html>', statusText: 'Bad Gateway' })),
    ).toMatchObject({
      title: 'Bad Gateway',
      code: 'HTTP_502',
    });
    expect(problemOf(new Error('x')).code).toBe('UNKNOWN');
  });
});
