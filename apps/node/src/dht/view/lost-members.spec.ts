import { lostMembers } from './lost-members';
import type { LostMemberDto } from '../dto/lost-member.dto';

const lost = (id: string, reason: LostMemberDto['reason'], ageMs: number): LostMemberDto => ({
  node: { id, printedId: id, address: `localhost:${id}`, position: Number(id) / 100 },
  reason,
  ageMs,
});

describe('the members that are missed', () => {
  it('are reported once, by the earliest sign, clockwise', () => {
    const reports = [
      lost('30', 'silent', 900),
      lost('20', 'silent', 5),
      lost('30', 'silent', 1500),
    ];
    expect(lostMembers(reports, () => false)).toEqual([
      lost('20', 'silent', 5),
      lost('30', 'silent', 1500),
    ]);
  });

  it('are not those that are there again, nor those that left by the protocol', () => {
    const reports = [
      lost('20', 'silent', 5),
      lost('30', 'silent', 9),
      lost('30', 'left', 8),
      lost('40', 'stopped', 7),
      lost('40', 'silent', 6),
    ];
    expect(lostMembers(reports, (id) => id === '20')).toEqual([lost('40', 'stopped', 7)]);
  });
});
