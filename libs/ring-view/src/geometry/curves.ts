// The curves inside the circle: fingers and hops bend towards the centre, so that near and far ones separate.
import { path } from 'd3';
import { shorten } from './ownership';
import { clockwise, pointAt, type Point } from './turns';

/** A quadratic Bézier curve. */
export interface Curve {
  readonly from: Point;
  readonly control: Point;
  readonly to: Point;
}

/**
 * How far the control point is pulled from the chord's middle towards the centre: a share of that distance, and a share
 * of the chord.
 */
const PULL = 0.55;
const PULL_OF_CHORD = 0.6;

/**
 * The curve between two places on the circle.
 * @param trim pixels left free at both ends, so that marks and arrow heads stay visible
 * @param lane offsets the curve, so that several between the same places do not coincide
 */
export function chordBetween(from: number, to: number, radius: number, trim = 0, lane = 0): Curve {
  const a = pointAt(from, radius);
  const b = pointAt(to, radius);
  const middle = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  const inwards = Math.hypot(middle.x, middle.y) || 1;
  const rest = 1 - Math.min(PULL, (PULL_OF_CHORD * gap(a, b)) / inwards);
  const control = aside({ x: middle.x * rest, y: middle.y * rest }, a, b, sideOf(from, to) + lane);
  return { from: towards(a, control, trim), control, to: towards(b, control, trim) };
}

/** Curves of opposite direction between the same two places bow to opposite sides. */
function sideOf(from: number, to: number): number {
  return clockwise(from, to) === 0 ? 0 : 0.06;
}

function aside(point: Point, a: Point, b: Point, amount: number): Point {
  return { x: point.x - (b.y - a.y) * amount, y: point.y + (b.x - a.x) * amount };
}

/** The point `pixels` from `from` towards `to`, but at most `partMax` of the distance. */
function towards(from: Point, to: Point, pixels: number, partMax = 0.45): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  if (length === 0) return from;
  const part = Math.min(pixels / length, partMax);
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
}

/** SVG path data of a curve. */
export function curvePath({ from, control, to }: Curve): string {
  const pen = path();
  pen.moveTo(from.x, from.y);
  pen.quadraticCurveTo(control.x, control.y, to.x, to.y);
  return shorten(pen.toString());
}

/** The point of a curve at `part` of its way, 0 ≤ part ≤ 1. */
export function along({ from, control, to }: Curve, part: number): Point {
  const rest = 1 - part;
  return {
    x: rest * rest * from.x + 2 * rest * part * control.x + part * part * to.x,
    y: rest * rest * from.y + 2 * rest * part * control.y + part * part * to.y,
  };
}

/**
 * A position for a badge near the curve that keeps `distance` pixels from all `taken` points: the middle if it is free,
 * then other points of the curve, then points beside it towards the centre of the circle.
 */
export function freePlace(curve: Curve, taken: readonly Point[], distance: number): Point {
  const middle = along(curve, 0.5);
  const inwards = BESIDE_PX.map((pixels) => towards(middle, { x: 0, y: 0 }, pixels, 1));
  const places = [...PLACES.map((part) => along(curve, part)), ...inwards];
  return places.find((place) => taken.every((other) => gap(place, other) >= distance)) ?? middle;
}

const BESIDE_PX = [10, 20, 30, 45];
const PLACES = [0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73, 0.2, 0.8];

const gap = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);
