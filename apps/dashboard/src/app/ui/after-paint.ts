// Delays longer work until the first response is painted.

/** Runs `work` after the next frame that the browser paints. */
export function afterPaint(work: () => void): void {
  requestAnimationFrame(() => setTimeout(work));
}
