import { messageBytes } from './message-bytes';

describe('room for messages', () => {
  it('has the requested size, is empty, and is not shared', () => {
    const sizes = Array.from({ length: 200 }, (_, index) => (index * 37) % 1_100);
    const rooms = sizes.map((size) => messageBytes(size));
    expect(rooms.map(({ length }) => length)).toEqual(sizes);
    expect(rooms.every((room) => room.every((byte) => byte === 0))).toBe(true);
    for (const [index, room] of rooms.entries()) room.fill(index);
    expect(rooms.every((room, index) => room.every((byte) => byte === index))).toBe(true);
  });
});
