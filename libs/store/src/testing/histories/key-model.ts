// The sequential behaviour of one key of a store.
import type { SequentialModel } from './linearizability';

export type KeyCall =
  | { readonly kind: 'get' }
  | { readonly kind: 'put'; readonly value: string; readonly onlyIf?: KeyCondition }
  | { readonly kind: 'remove'; readonly onlyIf?: KeyCondition };

/** `absent`: only when there is no value. Otherwise only when the present value is this one. */
export type KeyCondition = 'absent' | { readonly value: string };

export type KeyReply =
  | { readonly kind: 'value'; readonly value: string | null }
  /** `existed`: whether there was a value before, where the answer tells. */
  | { readonly kind: 'done'; readonly existed?: boolean }
  /** The condition did not hold. */
  | { readonly kind: 'refused' };

/** The value of the key, `null` when there is none. */
type KeyState = { readonly value: string | null };

export const keyModel: SequentialModel<KeyState, KeyCall, KeyReply> = {
  initial: { value: null },

  step(state, call, reply) {
    if (call.kind === 'get')
      return reply === undefined || (reply.kind === 'value' && reply.value === state.value)
        ? state
        : undefined;
    const holds = conditionHolds(state, call.onlyIf);
    // Of an unknown outcome only one thing is known: it did what the condition allowed.
    if (reply !== undefined && reply.kind !== (holds ? 'done' : 'refused')) return undefined;
    if (reply?.kind === 'done' && reply.existed === (state.value === null)) return undefined;
    if (!holds) return state;
    return { value: call.kind === 'put' ? call.value : null };
  },

  print: ({ value }) => (value === null ? '-' : `=${value}`),
};

function conditionHolds({ value }: KeyState, condition: KeyCondition | undefined): boolean {
  if (condition === undefined) return true;
  return condition === 'absent' ? value === null : value === condition.value;
}
