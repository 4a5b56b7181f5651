// Requests of tests that are not about availability: repeated as told, like a client's. 503 with `Retry-After` says
// nothing about a key; a node answers it in the second after another has stood still.
import { randomUUID } from 'node:crypto';
import type { Answer, Question } from './http';
import { measured } from './measured';
import { PATIENCE } from './patience';

/** How long a node may say of one thing that it cannot serve it now. */
export const LATER_MS = 60_000 * PATIENCE;
/** Sooner than nodes ask for: a test waits for it. */
const ASK_AGAIN_MS = 250;
/** Where a write of one key goes. */
const OF_A_KEY = /^\/(?:db|api\/v1\/keys)\//;
/** Those that are in the ring already are taken for joined. */
const JOIN = '/dht/join';

let again = 0;

/**
 * Asks until it is answered with anything but that it may be asked again, by the rules of the API: a reading and a join
 * may be repeated, a write only when it is certain that nothing happened, or under an `Idempotency-Key`.
 * @returns the last answer, also when that is the one that it had from the beginning
 */
export async function patiently(
  method: string,
  path: string,
  question: Question,
  ask: (question: Question) => Promise<Answer>,
): Promise<Answer> {
  const isWrite = method !== 'GET' && OF_A_KEY.test(path);
  const named = isWrite ? underOneName(question) : question;
  const isRepeatable = method === 'GET' || isWrite || path === JOIN;
  const untilMs = performance.now() + LATER_MS;
  for (let times = 1; ; times += 1) {
    const answer = await ask(named);
    const mayAgain =
      isLater(answer, path) && (isRepeatable || answer.text.includes('"not-applied"'));
    if (!mayAgain || performance.now() >= untilMs)
      return times === 1 ? answer : { ...answer, asked: `${answer.asked}, asked ${times} times` };
    await pauseBeforeAgain();
  }
}

/** @param questions so many are asked again */
export async function pauseBeforeAgain(questions = 1): Promise<void> {
  again += questions;
  await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
}

/** A join fails with 502 where a peer did not answer in time, and with 503 where one was held up. */
const isLater = ({ status, headers }: Answer, path: string): boolean =>
  (status === 503 && (headers['retry-after'] !== undefined || path === JOIN)) ||
  status === 504 ||
  (status === 502 && path === JOIN);

/** So that a write whose outcome is unknown may be sent again. */
const underOneName = (question: Question): Question => ({
  ...question,
  headers: { 'Idempotency-Key': randomUUID(), ...question.headers },
});

/** A ring that is asked again and again is well enough for a test, and somebody has to see it. */
export function reportAgain(): void {
  if (again > 0) measured('questions asked again after 503', again, 'in all');
  again = 0;
}
