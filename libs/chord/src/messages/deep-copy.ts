// Copies the data of a message, so that two nodes of one process never share an object.

/**
 * A copy of JSON-like data plus `Uint8Array`, as a codec would make it. Properties that are
 * `undefined` are left out, a key `__proto__` becomes a plain property.
 * @throws TypeError for anything that no codec can carry (functions, class instances, bigint, cycles).
 */
export function deepCopy<T>(value: T): T {
  return copy(value, 0) as T;
}

const DEPTH_MAX = 100;

function copy(value: unknown, depth: number): unknown {
  if (depth > DEPTH_MAX)
    throw new TypeError(`a message must not be nested deeper than ${DEPTH_MAX}`);
  if (value === null || value === undefined) return value;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return value;
  }
  if (value instanceof Uint8Array) return new Uint8Array(value);
  if (Array.isArray(value)) return value.map((item) => copy(item, depth + 1));
  if (typeof value === 'object' && isPlain(value)) return copyObject(value, depth);
  throw new TypeError(`a message cannot carry ${describeValue(value)}`);
}

function copyObject(value: object, depth: number): object {
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const item = (value as Record<string, unknown>)[key];
    if (item === undefined) continue;
    const copied = copy(item, depth + 1);
    // An assignment would set the prototype; `defineProperty` is several times slower, so only this key takes it.
    if (key === '__proto__') defineProperty(result, key, copied);
    else result[key] = copied;
  }
  return result;
}

function defineProperty(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, {
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  });
}

/** By shape and not by identity: a test runner may have objects of another realm. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function describeValue(value: unknown): string {
  if (typeof value !== 'object' || value === null) return `a ${typeof value}`;
  return `an instance of ${(value.constructor as { name?: string } | undefined)?.name ?? 'a class'}`;
}
