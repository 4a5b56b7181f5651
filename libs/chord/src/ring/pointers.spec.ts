import { IdSpace } from '../id/id-space';
import { nextHop } from '../lookup/next-hop';
import { Emitter, type RingEvent } from '../base/events';
import { FingerTable } from './finger-table';
import { isArtificial, type NodeRef } from '../id/node-ref';
import { RingState } from './ring-state';
import { listBehind, listWithoutHead } from './successor-list';

const space = new IdSpace(6);
const node = (number: number): NodeRef => ({
  id: space.fromNumber(BigInt(number)),
  address: `n${number}:1`,
});
const numbers = (list: readonly NodeRef[]): number[] =>
  list.map((entry) => Number(space.toNumber(entry.id)));

describe('a successor list', () => {
  it('is the head and its list without the last (Zave, section 5)', () => {
    expect(numbers(listBehind(node(1), node(10), [node(20), node(30)], 2))).toEqual([10, 20]);
  });

  it('ends before it comes round to its member in a small ring', () => {
    expect(numbers(listBehind(node(1), node(10), [node(20), node(1), node(10)], 5))).toEqual([
      10, 20,
    ]);
  });

  it('ends where a stale list goes back', () => {
    expect(numbers(listBehind(node(1), node(30), [node(20), node(40)], 5))).toEqual([30]);
  });

  it('loses a dead head and is padded right behind its last entry, so that no member is skipped', () => {
    const list = listWithoutHead(node(1), [node(10), node(20)], 2, space);
    expect(numbers(list)).toEqual([20, 21]);
    expect(isArtificial(list[1] as NodeRef)).toBe(true);
  });

  it('is empty when only padding is left, and is not padded up to the member itself', () => {
    const padded = listWithoutHead(node(1), [node(10), node(20)], 2, space);
    expect(listWithoutHead(node(1), padded, 2, space)).toEqual([]);
    expect(numbers(listWithoutHead(node(1), [node(10), node(0)], 2, space))).toEqual([0]);
  });
});

describe('a finger table', () => {
  it('fills every index that one answer covers', () => {
    const table = new FingerTable(node(0), space);
    expect(table.fill(0, node(9), 5)).toBe(3);
    expect(table.fill(4, node(40), 6)).toBe(5);
    expect(
      table
        .entries()
        .map(({ firstIndex, lastIndex, node: owner }) => [firstIndex, lastIndex, owner.address]),
    ).toEqual([
      [0, 3, 'n9:1'],
      [4, 5, 'n40:1'],
    ]);
  });

  it('splits a run when a node in between is found, and forgets a dead one', () => {
    const table = new FingerTable(node(0), space);
    table.fill(0, node(0), 1);
    table.fill(2, node(5), 2);
    expect(table.entries().map(({ firstIndex, lastIndex }) => [firstIndex, lastIndex])).toEqual([
      [0, 1],
      [2, 2],
      [3, 5],
    ]);
    expect(table.remove(node(5))).toBe(true);
    expect(table.remove(node(5))).toBe(false);
  });
});

describe('the next hop', () => {
  const state = new RingState(node(0), space, new Emitter<RingEvent>());
  state.membership = 'member';
  state.predecessor = node(50);
  state.successors = [node(10), node(20), node(30)];
  state.fingers.fill(5, node(40), 1);
  const next = (target: number, ...avoid: number[]) =>
    nextHop(state, node(target).id, new Set(avoid.map((number) => node(number).id)));

  it('is the node itself for what it owns', () => {
    expect(next(60)).toMatchObject({ kind: 'owner', owner: node(0) });
  });

  it('is the successor for what lies up to it, or the next live one', () => {
    expect(next(5)).toMatchObject({ kind: 'owner', owner: node(10), index: 0 });
    expect(next(5, 10)).toMatchObject({ kind: 'owner', owner: node(20), index: 1 });
  });

  it('is the closest entry before the target, of fingers and successor list alike', () => {
    expect(next(25)).toMatchObject({ kind: 'next', node: node(20), finger: null });
    expect(next(45)).toMatchObject({ kind: 'next', node: node(40), finger: 5 });
    expect(next(45, 40)).toMatchObject({ kind: 'next', node: node(30), finger: null });
  });

  it('does not exist when all are dead', () => {
    expect(next(45, 10, 20, 30, 40)).toEqual({ kind: 'none' });
  });
});
