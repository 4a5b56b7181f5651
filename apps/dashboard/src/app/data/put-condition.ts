// Knows when a put may happen, and how that is asked for.

/** `always`, only when there is no value yet, or only when its version is still the one that was read. */
export type PutCondition = 'always' | 'create' | { readonly version: string };

export function conditionHeaders(condition: PutCondition): Record<string, string> {
  if (condition === 'always') return {};
  return condition === 'create'
    ? { 'If-None-Match': '*' }
    : { 'If-Match': `"${condition.version}"` };
}
