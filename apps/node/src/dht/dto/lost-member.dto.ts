// The JSON form of a lost member.
import { ApiProperty } from '@nestjs/swagger';
import { NodeRefDto } from '../../dto/node-ref.dto';

export const LOSS_REASONS = ['silent', 'stopped', 'left'] as const;
export type LossReason = (typeof LOSS_REASONS)[number];

export class LostMemberDto {
  @ApiProperty({ type: NodeRefDto })
  node!: NodeRefDto;

  @ApiProperty({
    enum: LOSS_REASONS,
    enumName: 'LossReason',
    description:
      '`silent`: it does not answer. `stopped`: it said that it stops and will be back. `left`: it has left for good',
    example: 'silent',
  })
  reason!: LossReason;

  @ApiProperty({ type: Number, description: 'Milliseconds since the first sign', example: 4200 })
  ageMs!: number;
}
