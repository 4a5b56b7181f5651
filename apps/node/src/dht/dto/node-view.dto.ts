// The JSON form of a member's own view.
import { ApiProperty } from '@nestjs/swagger';
import { NodeRefDto } from '../../dto/node-ref.dto';
import { LostMemberDto } from './lost-member.dto';
import { UnservedArcDto } from './unserved-arc.dto';

export const MEMBER_STATES = [
  'starting',
  'alone',
  'joining',
  'member',
  'leaving',
  'left',
  'unreachable',
] as const;
export type MemberState = (typeof MEMBER_STATES)[number];

/** A run of finger table entries that point at the same node. */
export class FingerDto {
  @ApiProperty({ type: 'integer', description: 'First entry of the run, from 0', example: 0 })
  firstIndex!: number;

  @ApiProperty({ type: 'integer', description: 'Last entry of the run', example: 157 })
  lastIndex!: number;

  @ApiProperty({
    type: String,
    description: 'Start of the interval of the first entry, as printed',
  })
  start!: string;

  @ApiProperty({ type: Number, description: 'The same in turns', example: 0.31 })
  startPosition!: number;

  @ApiProperty({ type: NodeRefDto })
  node!: NodeRefDto;

  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'Milliseconds since the entry was last confirmed; null when never',
    example: 840,
  })
  ageMs!: number | null;
}

/** Records that this node moves to another, or fetches from there. */
export class MovingDto {
  @ApiProperty({
    type: 'integer',
    description: 'Records to be moved, or to be compared whether they have to be',
    example: 1_000_000,
  })
  records!: number;

  @ApiProperty({ type: 'integer', description: 'As many of them are done', example: 400_000 })
  done!: number;

  @ApiProperty({ type: 'integer', example: 52_000 })
  recordsPerSecond!: number;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'At this pace; null while there is none yet',
    example: 12,
  })
  secondsLeft!: number | null;
}

export class MovementDto {
  @ApiProperty({ type: 'integer', description: 'Records received since the start', example: 12 })
  receivedRecords!: number;

  @ApiProperty({ type: 'integer', example: 4096 })
  receivedBytes!: number;

  @ApiProperty({ type: 'integer', description: 'Records sent since the start', example: 12 })
  sentRecords!: number;

  @ApiProperty({ type: 'integer', example: 4096 })
  sentBytes!: number;

  @ApiProperty({
    type: MovingDto,
    nullable: true,
    description:
      'The present transfers of this node; the node at the other end only counts records',
  })
  underWay!: MovingDto | null;
}

export class StoreFiguresDto {
  @ApiProperty({ type: String, description: 'The storage engine', example: 'lmdb' })
  engine!: string;

  @ApiProperty({ type: 'integer', description: 'Keys stored here', example: 12 })
  keys!: number;

  @ApiProperty({ type: 'integer', description: 'Keys stored here as their owner', example: 12 })
  ownKeys!: number;

  @ApiProperty({
    type: 'integer',
    description: 'Bytes of the values stored here as their owner',
    example: 1365,
  })
  ownBytes!: number;

  @ApiProperty({ type: 'integer', description: 'Bytes of all values stored here', example: 4096 })
  bytes!: number;

  @ApiProperty({
    type: 'integer',
    description: 'Arcs that are still being taken over, or that a home replica lacks something of',
    example: 0,
  })
  pendingRanges!: number;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Home replicas of its own key with the fewest; null while they are not agreed on',
    example: 3,
  })
  fewestHomeReplicas!: number | null;

  @ApiProperty({ type: MovementDto, description: 'What is moved between home replicas' })
  movement!: MovementDto;
}

export class NodeViewDto {
  @ApiProperty({ type: NodeRefDto })
  self!: NodeRefDto;

  @ApiProperty({ enum: MEMBER_STATES, enumName: 'MemberState', example: 'member' })
  state!: MemberState;

  @ApiProperty({ type: NodeRefDto, nullable: true })
  predecessor!: NodeRefDto | null;

  @ApiProperty({ type: [NodeRefDto], description: 'The successor list, nearest first' })
  successors!: NodeRefDto[];

  @ApiProperty({ type: [FingerDto], description: 'The distinct fingers, nearest first' })
  fingers!: FingerDto[];

  @ApiProperty({ type: StoreFiguresDto })
  store!: StoreFiguresDto;

  @ApiProperty({
    type: [UnservedArcDto],
    description:
      'Arcs of its own that it cannot serve until a majority of their home replicas is there',
  })
  unserved!: UnservedArcDto[];

  @ApiProperty({
    type: [LostMemberDto],
    description: 'Members that it saw fall silent or go in the last 15 minutes',
  })
  lost!: LostMemberDto[];

  @ApiProperty({ type: 'integer', description: 'Length of an id', example: 160 })
  bits!: number;

  @ApiProperty({ type: String, example: 'sha-1' })
  hash!: string;

  @ApiProperty({ type: String, description: 'The transport to its peers', example: 'mux' })
  transport!: string;

  @ApiProperty({ type: String, description: 'Version of the program', example: '0.1.0' })
  version!: string;

  @ApiProperty({ type: Number, example: 86.4 })
  uptimeSeconds!: number;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'number' },
    description: 'The parameters it runs with',
    example: { successorsMax: 20, stabiliseMs: 1000 },
  })
  parameters!: Record<string, number>;
}
