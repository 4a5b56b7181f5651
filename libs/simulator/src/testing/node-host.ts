// Knows the host of this library's own tests, which run in Node.
import type { Host } from '../ports/host';

declare function setImmediate(task: () => void): unknown;

export const testHost: Host = {
  yieldToHost: () => new Promise((resolve) => void setImmediate(resolve)),
};
