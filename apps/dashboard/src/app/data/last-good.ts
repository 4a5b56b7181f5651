// Keeps the last good value when its refresh fails.
import { type Resource, type Signal, linkedSignal } from '@angular/core';

/**
 * The latest value of a resource, kept while it reloads or fails.
 * @param subject the subject of the value; when it changes, the old value is dropped
 */
export function lastGood<Value>(
  resource: Pick<Resource<Value | undefined>, 'hasValue' | 'value'>,
  subject: () => unknown = () => null,
): Signal<Value | undefined> {
  return linkedSignal<{ subject: unknown; value: Value | undefined }, Value | undefined>({
    source: () => ({
      subject: subject(),
      value: resource.hasValue() ? resource.value() : undefined,
    }),
    computation: ({ subject: now, value }, previous) =>
      value ?? (previous && Object.is(previous.source.subject, now) ? previous.value : undefined),
  }).asReadonly();
}
