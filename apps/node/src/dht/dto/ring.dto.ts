// The JSON form of the whole ring as one member sees it.
import { ApiProperty } from '@nestjs/swagger';
import { NodeRefDto } from '../../dto/node-ref.dto';
import { LostMemberDto } from './lost-member.dto';
import { UnservedArcDto } from './unserved-arc.dto';
import { FingerDto, MEMBER_STATES, MovingDto, type MemberState } from './node-view.dto';

export const HEALTH_STATES = ['alone', 'healthy', 'degraded', 'broken'] as const;
export type HealthState = (typeof HEALTH_STATES)[number];

export class MemberDto {
  @ApiProperty({ type: NodeRefDto })
  node!: NodeRefDto;

  @ApiProperty({ enum: MEMBER_STATES, enumName: 'MemberState', example: 'member' })
  state!: MemberState;

  @ApiProperty({ type: Boolean, description: 'Whether it is the node that was asked' })
  self!: boolean;

  @ApiProperty({ type: NodeRefDto, nullable: true })
  predecessor!: NodeRefDto | null;

  @ApiProperty({ type: [NodeRefDto] })
  successors!: NodeRefDto[];

  @ApiProperty({ type: [FingerDto], description: 'Empty when the member did not answer' })
  fingers!: FingerDto[];

  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'The share of the circle that it owns, 0 to 1',
    example: 0.24,
  })
  share!: number | null;

  @ApiProperty({ type: 'integer', nullable: true, description: 'Keys that it stores as owner' })
  keys!: number | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Bytes of the values that it stores as owner',
  })
  ownBytes!: number | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Copies of keys that it stores, its own included',
  })
  copies!: number | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Bytes of all values that it stores, its own included',
  })
  bytes!: number | null;

  @ApiProperty({
    type: MovingDto,
    nullable: true,
    description: 'Records that it brings to others or fetches now',
  })
  moving!: MovingDto | null;

  @ApiProperty({ type: Number, description: 'Milliseconds since this was read', example: 12 })
  ageMs!: number;
}

export class HealthDto {
  @ApiProperty({ enum: HEALTH_STATES, enumName: 'HealthState', example: 'healthy' })
  state!: HealthState;

  @ApiProperty({
    type: String,
    description: 'How the ring is, in one sentence',
    example: 'Ring healthy: 5 nodes, every key on 3 of 3 nodes.',
  })
  sentence!: string;

  @ApiProperty({ type: String, nullable: true, description: 'What to do about it' })
  nextStep!: string | null;

  @ApiProperty({ type: 'integer', description: 'Copies that each key should have', example: 3 })
  copiesWanted!: number;

  @ApiProperty({
    type: 'integer',
    description:
      'Copies that each key has, at least: a majority while members are missing or copies are on their way',
    example: 3,
  })
  copies!: number;
}

export class InvariantDto {
  @ApiProperty({ type: String, example: 'OrderedRing' })
  name!: string;

  @ApiProperty({ type: Boolean })
  holds!: boolean;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'What is wrong, when it does not hold',
  })
  detail!: string | null;

  @ApiProperty({ type: [String], description: 'Addresses of the nodes concerned' })
  nodes!: string[];
}

export class RingDto {
  @ApiProperty({ type: String, format: 'date-time' })
  readAt!: string;

  @ApiProperty({ type: 'integer', description: 'Length of an id', example: 160 })
  bits!: number;

  @ApiProperty({ type: String, example: 'sha-1' })
  hash!: string;

  @ApiProperty({ type: NodeRefDto, description: 'The node that was asked' })
  self!: NodeRefDto;

  @ApiProperty({ type: [MemberDto], description: 'Clockwise from the node that was asked' })
  members!: MemberDto[];

  @ApiProperty({ type: 'integer', description: 'How many of them answered', example: 5 })
  answered!: number;

  @ApiProperty({ type: 'integer', description: 'How many are known', example: 5 })
  total!: number;

  @ApiProperty({ type: Boolean, description: 'Whether the walk came round and all answered' })
  complete!: boolean;

  @ApiProperty({ type: HealthDto })
  health!: HealthDto;

  @ApiProperty({ type: [InvariantDto] })
  invariants!: InvariantDto[];

  @ApiProperty({
    type: [UnservedArcDto],
    description: 'Arcs that wait for a majority of their home replicas: 503 for their keys',
  })
  unserved!: UnservedArcDto[];

  @ApiProperty({
    type: [LostMemberDto],
    description: 'Members that are missed, for 15 minutes after their loss',
  })
  lost!: LostMemberDto[];
}
