// The order in which the keyboard moves round the ring.

export type Step = 'clockwise' | 'back' | 'first' | 'last';

/** Returns the step of a key; null for other keys. */
export function stepOf(key: string): Step | null {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowDown':
      return 'clockwise';
    case 'ArrowLeft':
    case 'ArrowUp':
      return 'back';
    case 'Home':
      return 'first';
    case 'End':
      return 'last';
    default:
      return null;
  }
}

/** The next index of `count` members in clockwise order, cyclic; a `current` of -1 means that none is current. */
export function walk(current: number, step: Step, count: number): number {
  if (count === 0) return -1;
  if (step === 'first' || (current < 0 && step === 'clockwise')) return 0;
  if (step === 'last' || current < 0) return count - 1;
  return (current + (step === 'clockwise' ? 1 : count - 1)) % count;
}
