// The preconditions of a put, and the request headers for them.

/** `always`; only when there is no value yet; or only when its version is still the one that was read. */
export type PutCondition = 'always' | 'create' | { readonly version: string };

export function conditionHeaders(condition: PutCondition): Record<string, string> {
  if (condition === 'always') return {};
  return condition === 'create'
    ? { 'If-None-Match': '*' }
    : { 'If-Match': `"${condition.version}"` };
}
