import type { Room } from '@chord-dht/store';
import type { MemberHolder } from '@chord-dht/nest';
import { Readiness } from './readiness';

it('does not serve while its disk is gone, and has each fault once in its log', async () => {
  let room: Room = { freeBytes: 0, isFull: true, fault: 'It is gone.' };
  const member = {
    store: { service: () => ({ servesAny: true, unserved: [] }) },
    records: { room: async () => room },
  };
  const error = jest.fn();
  const holder = { all: [member] } as unknown as MemberHolder;
  const readiness = new Readiness(holder, { error } as never);
  const gone = { isReady: false, reasons: [{ code: 'DISK_FAULT', message: 'It is gone.' }] };
  expect(await readiness.read()).toEqual(gone);
  expect(await readiness.read()).toEqual(gone);
  expect(error.mock.calls).toEqual([['disk-fault', { message: 'It is gone.' }]]);
  room = { freeBytes: 0, isFull: true };
  expect(await readiness.read()).toMatchObject({
    ...{ isReady: true, reasons: [{ code: 'DISK_FULL' }] },
  });
  room = { freeBytes: 0, isFull: true, fault: 'It is gone.' };
  await readiness.read();
  expect(error).toHaveBeenCalledTimes(2);
});
