/** What this room uses of the package, which brings no types. */
declare module 'fs-native-extensions' {
  /**
   * Takes a lock of the kernel on `length` bytes from `offset` on, exclusively, without waiting.
   * @returns false when another open file has it
   * @throws an error with the system's code
   */
  export function tryLock(fd: number, offset: number, length: number): boolean;
}
