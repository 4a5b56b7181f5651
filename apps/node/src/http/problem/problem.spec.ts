import { CHORD_ERROR_CODES, ChordError, CodedError } from '@chord-dht/chord';
import { MemberError } from '@chord-dht/nest';
import { STORE_ERROR_CODES } from '@chord-dht/store';
import { STATUS_CODES } from 'node:http';
import { HTTP_ERROR_CODES } from './http-error';
import { problemOfError } from './problem';
import { isErrorCode, PROBLEMS } from './problem-table';

describe('the table of problems', () => {
  it('has every code of ring, store and server, and no other', () => {
    const codes = [...CHORD_ERROR_CODES, ...STORE_ERROR_CODES, ...HTTP_ERROR_CODES];
    expect(Object.keys(PROBLEMS).sort()).toEqual([...codes].sort());
  });

  it.each(Object.entries(PROBLEMS))(
    'gives %s a status, a title, and hope where there is some',
    (_, kind) => {
      expect(STATUS_CODES[kind.status]).toBeDefined();
      expect(kind.status).toBeGreaterThanOrEqual(400);
      expect(kind.title).not.toBe('');
      if (kind.status === 429) expect(kind.retryAfterS).toBeGreaterThan(0);
    },
  );

  it('has 500 for defects alone, of this node and of the one that was asked', () => {
    const ours = Object.entries(PROBLEMS).filter(([, { status }]) => status === 500);
    expect(ours.map(([code]) => code)).toEqual(['INTERNAL', 'DEFECT']);
    expect(isErrorCode('toString')).toBe(false);
  });
});

describe('a problem', () => {
  it('of a node that does not serve has the outcome not-applied', () => {
    const problem = problemOfError(new MemberError('NOT_READY', 'Not yet.'), 'r-1');
    expect(problem).toMatchObject({ status: 503, code: 'NOT_READY', outcome: 'not-applied' });
  });

  it('carries status, code, reason and request id', () => {
    const problem = problemOfError(new ChordError('UNREACHABLE', 'Nobody there.'), 'r-1');
    expect(problem).toEqual({
      type: 'urn:chord-dht:problem:unreachable',
      title: 'The peer cannot be reached',
      status: 502,
      detail: 'Nobody there.',
      code: 'UNREACHABLE',
      requestId: 'r-1',
    });
  });

  it('has the outcome of a write', () => {
    const error = new CodedError('UNAVAILABLE', 'No quorum.', { outcome: 'unknown' });
    expect(problemOfError(error, 'r')).toMatchObject({ status: 503, outcome: 'unknown' });
  });

  it('names the peers that failed to join, with the status that they share', () => {
    const peers = [
      { address: 'a:1', ok: true },
      { address: 'b:2', ok: false, code: 'INCOMPATIBLE', message: 'other bits' },
    ];
    const problem = problemOfError(new ChordError('JOIN_FAILED', 'no', { peers }), 'r');
    expect(problem).toMatchObject({
      status: 409,
      errors: [{ address: 'b:2', code: 'INCOMPATIBLE', message: 'other bits' }],
    });
    const mixed = [...peers, { address: 'c:3', ok: false, code: 'TIMEOUT', message: 'late' }];
    expect(problemOfError(new ChordError('JOIN_FAILED', 'no', { peers: mixed }), 'r')?.status).toBe(
      502,
    );
  });

  it('is not made of a defect', () => {
    expect(problemOfError(new TypeError('x'), 'r')).toBeUndefined();
    expect(problemOfError(new CodedError('NEVER_HEARD', 'x'), 'r')).toBeUndefined();
    expect(problemOfError(undefined, 'r')).toBeUndefined();
  });
});
