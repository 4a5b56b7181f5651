import { stepOf, walk } from './walk';

describe('the keyboard walk', () => {
  it('goes clockwise, back, and round the end', () => {
    expect(walk(0, 'clockwise', 3)).toBe(1);
    expect(walk(2, 'clockwise', 3)).toBe(0);
    expect(walk(0, 'back', 3)).toBe(2);
  });

  it('begins at an end when no member is current', () => {
    expect(walk(-1, 'clockwise', 3)).toBe(0);
    expect(walk(-1, 'back', 3)).toBe(2);
    expect(walk(-1, 'clockwise', 0)).toBe(-1);
  });

  it('handles its keys and no others', () => {
    expect(
      ['ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp', 'Home', 'End', 'a'].map(stepOf),
    ).toEqual(['clockwise', 'clockwise', 'back', 'back', 'first', 'last', null]);
  });
});
