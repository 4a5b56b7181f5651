// Knows how work that takes longer waits until a person has seen the first answer.

/** Runs `work` behind the next picture that the browser shows. */
export function afterPaint(work: () => void): void {
  requestAnimationFrame(() => setTimeout(work));
}
