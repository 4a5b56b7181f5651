// The JSON form of a ring's last fifteen minutes.
import { ApiProperty } from '@nestjs/swagger';
import { NodeRefDto } from '../dto/node-ref.dto';

export class SampleDto {
  @ApiProperty({ type: String, format: 'date-time', description: 'When it ended' })
  at!: string;

  @ApiProperty({ type: Number, description: 'How long it took', example: 5 })
  seconds!: number;

  @ApiProperty({ type: 'integer', description: 'Reads of keys that were answered', example: 120 })
  reads!: number;

  @ApiProperty({ type: 'integer', description: 'Writes of keys that were answered', example: 30 })
  writes!: number;

  @ApiProperty({ type: 'integer', description: 'Of those, answers of status 5xx', example: 0 })
  failures!: number;

  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'Milliseconds in which half of them were answered, at most a quarter too much',
    example: 1.5,
  })
  p50Ms!: number | null;

  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'Milliseconds in which 99 of 100 were answered, at most a quarter too much',
    example: 12,
  })
  p99Ms!: number | null;
}

export class RoundTripDto {
  @ApiProperty({ type: String, description: 'The peer', example: 'localhost:5001' })
  to!: string;

  @ApiProperty({ type: Number, description: 'Smoothed milliseconds of a call', example: 0.8 })
  ms!: number;
}

export class NodeInsightsDto {
  @ApiProperty({ type: NodeRefDto })
  node!: NodeRefDto;

  @ApiProperty({ type: [SampleDto], description: 'Of the last 15 minutes, the earliest first' })
  samples!: SampleDto[];

  @ApiProperty({
    type: [Number],
    description: 'How many lookups took 0, 1, 2, ... hops to the predecessor of their target',
    example: [12, 30, 8],
  })
  hops!: number[];

  @ApiProperty({ type: [RoundTripDto], description: 'To the peers that it talks to' })
  roundTrips!: RoundTripDto[];
}

export class InsightsDto {
  @ApiProperty({ type: String, format: 'date-time' })
  readAt!: string;

  @ApiProperty({ type: 'integer', description: 'How many members are known', example: 5 })
  total!: number;

  @ApiProperty({ type: [NodeInsightsDto], description: 'Of the members that answered, clockwise' })
  nodes!: NodeInsightsDto[];
}
