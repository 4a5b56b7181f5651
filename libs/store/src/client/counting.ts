// Counts the keys of the whole ring: every arc once, by its primary.
import type { CountReply, NamesRequest } from '../messages/store-messages';
import { checkPrefix } from '../record/keys';
import type { NameMark } from '../arc/index-pages';
import type { Arc } from '../record/position';
import type { StoreContext } from '../primary/store-context';
import { unlessGone } from '../messages/unless-gone';
import type { Coordinator } from './coordinator';
import type { OwnNames } from './own-names';
import { ArcQuestions, knownArcs } from './whole-ring';

export interface CountOptions {
  readonly prefix?: string | undefined;
  readonly timeoutMs?: number | undefined;
  readonly trace?: string | undefined;
}

export interface CountResult {
  readonly keys: number;
  /** The total size of their values. */
  readonly bytes: number;
  /** The ids whose keys are not counted, because no node could answer for them. */
  readonly missing: readonly Arc[];
  /** The age of the oldest part of the figures in milliseconds. */
  readonly ageMs: number;
}

/** @throws StoreError `UNAVAILABLE` when no arc was answered for; `KEY_INVALID` for the prefix */
export async function countRing(
  context: StoreContext,
  coordinator: Coordinator,
  own: OwnNames,
  options: CountOptions,
): Promise<CountResult> {
  const { chord } = context;
  const prefix = checkPrefix(options.prefix ?? '');
  const beganAtMs = chord.clock.nowMs();
  const timeMs = options.timeoutMs ?? chord.parameters.operationTimeoutMs;
  const questions = new ArcQuestions(context, coordinator, beganAtMs + timeMs, options.trace);
  const sum = { keys: 0, bytes: 0 };
  const missing: Arc[] = [];
  let failure: unknown;
  let answers = 0;

  const count = async (arc: Arc, after: NameMark | null): Promise<void> => {
    const request: NamesRequest = { arc, prefix, after };
    const answer = await questions.ask<CountReply>(arc, {
      local: () => own.count(request, options.trace),
      remote: async (node, { timeoutMs, trace }) => {
        const call = context.call(node, 'store.count', request, { timeoutMs, trace });
        return context.read.counted(await unlessGone(context, node, call));
      },
    });
    if ('unavailable' in answer) {
      failure = answer.unavailable;
      missing.push(arc);
      return;
    }
    const { reply, rest } = answer;
    answers += 1;
    sum.keys += reply.keys;
    sum.bytes += reply.bytes;
    await Promise.all([
      rest && count(rest, after),
      reply.next && count({ fromId: arc.fromId, toId: reply.toId }, reply.next),
    ]);
  };
  await Promise.all(knownArcs(chord).map((arc) => count(arc, null)));
  if (answers === 0 && failure) throw failure;
  return { ...sum, missing, ageMs: chord.clock.nowMs() - beganAtMs };
}
