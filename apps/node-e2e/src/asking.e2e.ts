// The harness's requests: repeated where the rules of the API allow it, and a failure reports everything there is to
// know.
import { answered } from './harness/answered';
import type { Answer, Question } from './harness/http';
import { patiently } from './harness/patiently';

const LATER = { 'retry-after': '1' };
const UNKNOWN = '{"outcome":"unknown"}';

/** An answer as a node gives it. */
const answer = (status: number, headers: Answer['headers'] = {}, text = ''): Answer => ({
  ...{ status, headers, text, body: Buffer.from(text), json: <T>() => JSON.parse(text) as T },
  asked: 'PUT /db/a at 127.0.0.1:20000 (3 ms)',
});

/** Answers one after the other. @returns the last, and what was asked */
async function asking(
  method: string,
  path: string,
  answers: readonly Answer[],
  question: Question = {},
): Promise<{ status: number; questions: readonly Question[] }> {
  const [left, questions]: [Answer[], Question[]] = [[...answers], []];
  const { status } = await patiently(method, path, question, (asked) => {
    questions.push(asked);
    return Promise.resolve(left.shift() ?? answer(0));
  });
  return { status, questions };
}

describe('a question of the harness', () => {
  it.each([
    ['a reading', 'GET', '/db/a', answer(503, LATER)],
    ['a reading that ran out of time', 'GET', '/api/v1/lookups/a', answer(504)],
    ['a write of a key', 'PUT', '/api/v1/keys/a', answer(503, LATER, UNKNOWN)],
    ['a join', 'PUT', '/dht/join', answer(502)],
    ['what was not done', 'POST', '/api/v1/batch', answer(503, LATER, '{"outcome":"not-applied"}')],
  ])('is asked again: %s', async (_what, method, path, first) => {
    const { status, questions } = await asking(method, path, [first, answer(200)]);
    expect([status, questions.length]).toEqual([200, 2]);
  });

  it.each([
    ['what may have been done', 'POST', '/api/v1/batch', answer(503, LATER, UNKNOWN)],
    ['what says nothing of later', 'GET', '/db/a', answer(503)],
    ['a defect', 'GET', '/db/a', answer(500, LATER)],
    ['what is wrong', 'PUT', '/db/a', answer(400)],
  ])('is asked once: %s', async (_what, method, path, first) => {
    const { status, questions } = await asking(method, path, [first, answer(200)]);
    expect([status, questions.length]).toEqual([first.status, 1]);
  });

  it('that writes a key bears one Idempotency-Key each time, or its own', async () => {
    const answers = [answer(503, LATER, UNKNOWN), answer(200)];
    const { questions } = await asking('PUT', '/db/a', answers, { headers: { 'X-A': 'a' } });
    const [first, second] = questions.map(({ headers }) => headers);
    expect(first).toEqual({ 'X-A': 'a', 'Idempotency-Key': expect.stringMatching(/^\S{36}$/) });
    expect(second).toEqual(first);
    const own = { headers: { 'Idempotency-Key': 'own' } };
    expect((await asking('DELETE', '/db/a', [answer(200)], own)).questions).toEqual([own]);
  });
});

describe('an answer that was not expected', () => {
  it('is told with what was asked, all of it, and what the node wrote', async () => {
    const refusal = answer(503, LATER, UNKNOWN);
    const asked = answered(Promise.resolve({ ...refusal, logTail: () => 'the log' }), 200, 201);
    const failure = await asked.catch((error: unknown) => error as Error);
    expect((failure as Error).message).toBe(
      '200 or 201 was expected: PUT /db/a at 127.0.0.1:20000 (3 ms) was answered 503, Retry-After 1\n' +
        `${UNKNOWN}\nthe log`,
    );
    const [, frame] = (failure as Error).stack?.split(/\n(?= +at )/) ?? [];
    expect(frame).toContain(__filename);
  });

  it('is not one that was', async () => {
    expect(await answered(answer(201), 200, 201)).toMatchObject({ status: 201 });
  });
});
