// The circle: places are turns clockwise from the top (0 ≤ turn < 1), points are in pixels from its centre.

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The angle d3 uses for a turn: radians clockwise from twelve o'clock. */
export const angleOf = (turn: number): number => turn * 2 * Math.PI;

/** The point of a turn on a circle. */
export function pointAt(turn: number, radius: number): Point {
  const angle = angleOf(turn);
  return { x: radius * Math.sin(angle), y: -radius * Math.cos(angle) };
}

/** The distance clockwise from one turn to another: 0 ≤ distance < 1. */
export function clockwise(from: number, to: number): number {
  const distance = (to - from) % 1;
  return distance < 0 ? distance + 1 : distance;
}

/** The end of a clockwise arc that begins at `from`, beyond 1 when it passes the top. A whole turn for `from === to`. */
export function arcEnd(from: number, to: number): number {
  return from + (clockwise(from, to) || 1);
}

/** Pixels rounded to a tenth, which is finer than the eye. */
export const tenth = (value: number): number => Math.round(value * 10) / 10 || 0;
