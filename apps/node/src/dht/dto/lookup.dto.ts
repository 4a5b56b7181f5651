// The JSON form of a lookup, hop by hop.
import { ApiProperty } from '@nestjs/swagger';
import { NodeRefDto, PlaceDto } from '../../dto/node-ref.dto';

export const VIA_KINDS = ['finger', 'successor', 'self'] as const;
export const HOP_OUTCOMES = ['answered', 'failed'] as const;

export class ViaDto {
  @ApiProperty({ enum: VIA_KINDS, enumName: 'ViaKind', example: 'finger' })
  kind!: (typeof VIA_KINDS)[number];

  @ApiProperty({ type: 'integer', nullable: true, description: 'Which entry of the list or table' })
  index!: number | null;
}

export class HopDto {
  @ApiProperty({ type: 'integer', description: 'From 1, in the order they were taken', example: 1 })
  number!: number;

  @ApiProperty({ type: NodeRefDto })
  from!: NodeRefDto;

  @ApiProperty({ type: NodeRefDto })
  to!: NodeRefDto;

  @ApiProperty({ type: ViaDto, description: 'Why this hop was taken' })
  via!: ViaDto;

  @ApiProperty({ type: Number, example: 0.8 })
  milliseconds!: number;

  @ApiProperty({ enum: HOP_OUTCOMES, enumName: 'HopOutcome', example: 'answered' })
  outcome!: (typeof HOP_OUTCOMES)[number];

  @ApiProperty({ type: String, nullable: true, description: 'Why it failed', example: null })
  code!: string | null;
}

export class LookupDto {
  @ApiProperty({ type: String, example: 'keyval' })
  key!: string;

  @ApiProperty({ type: PlaceDto })
  keyId!: PlaceDto;

  @ApiProperty({ type: NodeRefDto, description: 'Where the lookup started' })
  start!: NodeRefDto;

  @ApiProperty({ type: NodeRefDto })
  owner!: NodeRefDto;

  @ApiProperty({ type: [NodeRefDto], description: 'The nodes that hold the key, owner first' })
  replicas!: NodeRefDto[];

  @ApiProperty({
    type: Boolean,
    nullable: true,
    description: 'Whether there is a value; null when that could not be found out',
  })
  found!: boolean | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When the value expires; null for never, or when there is none',
  })
  expiresAt!: string | null;

  @ApiProperty({ type: [HopDto] })
  hops!: HopDto[];

  @ApiProperty({
    type: 'integer',
    description:
      'Nodes passed on the way, as the Chord papers count (ToN 2003, V-C): neither the node that was asked nor the owner',
    example: 2,
  })
  hopCount!: number;

  @ApiProperty({ type: 'integer', description: 'Members of the ring, as far as they are known' })
  members!: number;

  @ApiProperty({
    type: Number,
    description: 'Half the binary logarithm of the members',
    example: 1.16,
  })
  expectedHops!: number;

  @ApiProperty({ type: Number, example: 1.9 })
  milliseconds!: number;

  @ApiProperty({ type: [NodeRefDto], description: 'From the start to the owner, both included' })
  path!: NodeRefDto[];
}
