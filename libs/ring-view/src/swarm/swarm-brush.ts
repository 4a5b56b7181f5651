// The colours and lines for pictures of very many nodes.
import { pointAt, type Point } from '../geometry/turns';

export interface Palette {
  readonly ink: string;
  readonly muted: string;
  readonly track: string;
  readonly well: string;
  readonly coming: string;
  readonly going: string;
  readonly lost: string;
  readonly hop: string;
  readonly finger: string;
  readonly successor: string;
  readonly key: string;
  readonly surface: string;
}

export interface Sheet {
  /** The side of the square, in CSS pixels. */
  readonly size: number;
  /** Device pixels per CSS pixel. */
  readonly scale: number;
  readonly palette: Palette;
}

export const LABEL_ROOM_PX = 26;

export const radiusFor = (size: number): number => size / 2 - LABEL_ROOM_PX - 6;

/** Draws the name of a node outside the circle. */
export function nameNode(
  context: CanvasRenderingContext2D,
  number: number,
  turn: number,
  radius: number,
  { ink }: Palette,
): void {
  const at = pointAt(turn, radius + LABEL_ROOM_PX - 6);
  context.fillStyle = ink;
  context.font = '12px monospace';
  context.textAlign = 'center';
  context.fillText(`n${number}`, at.x, at.y + 4);
}

export function ring(
  context: CanvasRenderingContext2D,
  { x, y }: Point,
  radius: number,
  stroke: string,
): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.strokeStyle = stroke;
  context.lineWidth = 1.75;
  context.stroke();
}

/** @returns the middle of the curve */
export function paintCurve(context: CanvasRenderingContext2D, from: Point, to: Point): Point {
  const pull = { x: ((from.x + to.x) / 2) * 0.45, y: ((from.y + to.y) / 2) * 0.45 };
  context.beginPath();
  context.moveTo(from.x, from.y);
  context.quadraticCurveTo(pull.x, pull.y, to.x, to.y);
  context.stroke();
  return { x: (from.x + to.x) / 4 + pull.x / 2, y: (from.y + to.y) / 4 + pull.y / 2 };
}
