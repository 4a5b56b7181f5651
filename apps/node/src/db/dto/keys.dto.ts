import { ApiProperty } from '@nestjs/swagger';
import { NodeRefDto } from '../../dto/node-ref.dto';

export class KeyDto {
  @ApiProperty({ type: String, example: 'keyval' })
  key!: string;

  @ApiProperty({ type: String, description: 'The version, which is the ETag' })
  version!: string;

  @ApiProperty({ type: 'integer', example: 16 })
  bytes!: number;

  @ApiProperty({ type: String, example: 'text/plain' })
  contentType!: string;

  @ApiProperty({ type: String, format: 'date-time' })
  modifiedAt!: string;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When it expires; null for never',
  })
  expiresAt!: string | null;
}

export class ArcDto {
  @ApiProperty({ type: String, description: 'Ids behind this one, in hexadecimal' })
  fromId!: string;

  @ApiProperty({ type: String, description: 'up to and with this one; the whole ring when equal' })
  toId!: string;
}

export class KeyListDto {
  @ApiProperty({ type: [KeyDto], description: 'Sorted by name (bytes of UTF-8)' })
  keys!: KeyDto[];

  @ApiProperty({
    type: [String],
    description: 'With a delimiter: the common prefixes of names that go on behind it, sorted',
    example: ['photos/'],
  })
  prefixes!: string[];

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Give it back to get the next page; null at the end',
  })
  cursor!: string | null;

  @ApiProperty({ type: Boolean, description: 'False when a part of the ring could not be read' })
  complete!: boolean;

  @ApiProperty({
    type: [ArcDto],
    description: 'The ids whose keys this page lacks; ask for the page again to have them',
  })
  missing!: ArcDto[];
}

export class KeyCountDto {
  @ApiProperty({ type: String, example: 'json-' })
  prefix!: string;

  @ApiProperty({ type: 'integer', example: 1 })
  keys!: number;

  @ApiProperty({ type: 'integer', description: 'The sizes of their values', example: 16 })
  bytes!: number;

  @ApiProperty({ type: Number, description: 'How old the figures are, milliseconds', example: 4 })
  ageMs!: number;

  @ApiProperty({ type: Boolean, description: 'False when a part of the ring could not be read' })
  complete!: boolean;

  @ApiProperty({ type: [ArcDto], description: 'The ids whose keys are not counted' })
  missing!: ArcDto[];
}

export class PutResultDto {
  @ApiProperty({ type: String, example: 'keyval' })
  key!: string;

  @ApiProperty({ type: String, description: 'The version, which is the ETag' })
  version!: string;

  @ApiProperty({ type: Boolean, description: 'Whether there was no value before' })
  created!: boolean;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When it expires; null for never',
  })
  expiresAt!: string | null;

  @ApiProperty({ type: NodeRefDto })
  owner!: NodeRefDto;

  @ApiProperty({
    type: 'integer',
    description: 'Messages from the node that was asked to the owner; 0 when it is the owner',
    example: 1,
  })
  hops!: number;
}

export class LifeRequestDto {
  @ApiProperty({
    type: 'integer',
    nullable: true,
    minimum: 1,
    maximum: 31_536_000,
    description: 'Seconds from now; null for no expiry',
    example: 60,
  })
  ttl!: number | null;
}

export class LifeDto {
  @ApiProperty({ type: String, example: 'keyval' })
  key!: string;

  @ApiProperty({ type: String, description: 'The version, which is the ETag; a change is a write' })
  version!: string;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When it expires; null for never',
  })
  expiresAt!: string | null;
}
