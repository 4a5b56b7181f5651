import { configOf } from '../../config/load-config';
import { until } from '../../testing/test-node';
import { Admission, type AdmissionLimits, type Refusal } from './admission';

const MIB = 1024 * 1024;

function gate(limits: Partial<AdmissionLimits>, loop = { ms: 0 }) {
  const refusals: Refusal[] = [];
  const admission = new Admission({ ...configOf(), ...limits }, loop);
  admission.onRefused((why) => refusals.push(why));
  return { admission, refusals };
}

describe('admission', () => {
  it('lets in as many requests as there is room for, and the next when one has left', () => {
    const { admission, refusals } = gate({ requestsMax: 2 });
    const first = admission.enter('keys', 0);
    admission.enter('keys', 0);
    expect(() => admission.enter('keys', 0)).toThrow(
      expect.objectContaining({ code: 'OVERLOADED', detail: { outcome: 'not-applied' } }),
    );
    expect(refusals).toEqual(['requests']);
    admission.release(first);
    expect(admission.enter('keys', 0).holders).toBe(1);
  });

  it('counts all operations that come together, and lets them in where there is nothing else', () => {
    const { admission, refusals } = gate({ requestsMax: 4 });
    const many = admission.enter('keys', 0, 9);
    expect(admission.requestsInFlight).toBe(9);
    expect(() => admission.enter('keys', 0)).toThrow();
    admission.release(many);
    const three = admission.enter('keys', 0, 3);
    expect(() => admission.enter('keys', 0, 2)).toThrow();
    admission.release(admission.enter('keys', 0, 1));
    admission.release(three);
    expect(admission.requestsInFlight).toBe(0);
    expect(refusals).toEqual(['requests', 'requests']);
  });

  it('works on few large bodies at a time, whatever clients are slow to send or to read', () => {
    const { admission, refusals } = gate({ requestsMax: 16 });
    const [first, second, third] = [MIB, MIB, MIB].map((size) => admission.enter('keys', size));
    admission.begin(first!);
    expect(() => admission.begin(second!)).toThrow(
      expect.objectContaining({ code: 'OVERLOADED', detail: { outcome: 'not-applied' } }),
    );
    admission.begin(admission.enter('keys', 1_000));
    admission.end(first!);
    admission.grow(first!, MIB);
    admission.begin(third!);
    expect(admission.requestsInFlight).toBe(4);
    for (let taken = 4; taken < 16; taken += 1) admission.begin(admission.enter('keys', 100));
    expect(refusals).toEqual(['bytes']);
  });

  it('works on a single body, however large', () => {
    const { admission } = gate({ requestsMax: 2 });
    const large = admission.enter('keys', MIB);
    admission.begin(large);
    admission.release(large);
    admission.begin(admission.enter('keys', MIB));
    expect(admission.requestsInFlight).toBe(1);
  });

  it('keeps some room for operators when clients have taken all of theirs, and not without end', () => {
    const { admission } = gate({ requestsMax: 1 });
    for (let taken = 0; taken < 65; taken += 1) admission.enter('views', 0);
    expect(() => admission.enter('views', 0)).toThrow('ask another member');
    expect(() => admission.enter('keys', 0)).toThrow('ask another member');
  });

  it('bounds the bytes of all requests and answers, and lets a single large one through', () => {
    const { admission, refusals } = gate({ requestBytesMax: MIB });
    const large = admission.enter('keys', 2 * MIB);
    expect(() => admission.enter('keys', 1)).toThrow(`${2 * MIB} bytes`);
    admission.release(large);
    const answer = admission.enter('keys', 0);
    admission.grow(answer, MIB);
    expect(() => admission.enter('keys', 1)).toThrow();
    admission.release(answer);
    expect(admission.enter('keys', 1).bytes).toBe(1);
    expect(refusals).toEqual(['bytes', 'bytes']);
  });

  it('refuses the work of clients while the event loop is far behind, and answers operators', () => {
    const loop = { ms: 600 };
    const { admission, refusals } = gate({ loopDelayMsMax: 500 }, loop);
    expect(() => admission.enter('keys', 0)).toThrow('600 ms behind');
    expect(admission.enter('views', 0).holders).toBe(1);
    loop.ms = 20;
    expect(admission.enter('keys', 0).holders).toBe(1);
    expect(refusals).toEqual(['event-loop']);
  });

  it('lets in fewer while requests take long', async () => {
    const { admission } = gate({ requestsMax: 100 }, { ms: 50 });
    await until(() => {
      admission.served(2_000);
      return admission.requestsMaxNow < 100;
    });
    for (let taken = admission.requestsMaxNow; taken > 0; taken -= 1) admission.enter('keys', 0);
    expect(() => admission.enter('keys', 0)).toThrow('ask another member');
    expect(admission.enter('views', 0).holders).toBe(1);
  });

  it('counts a request until the last of its holders has let go', () => {
    const { admission } = gate({});
    const ticket = admission.enter('keys', 5);
    ticket.holders += 1;
    admission.release(ticket);
    expect(admission.requestsInFlight).toBe(1);
    admission.release(ticket);
    expect(admission.requestsInFlight).toBe(0);
  });
});
