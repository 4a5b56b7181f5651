// Delays longer work until the first answer is painted.

/** Runs `work` behind the next picture that the browser shows. */
export function afterPaint(work: () => void): void {
  requestAnimationFrame(() => setTimeout(work));
}
