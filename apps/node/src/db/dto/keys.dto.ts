// Knows the bodies of the keys API.
import { ApiProperty } from '@nestjs/swagger';
import { NodeRefDto } from '../../dht/dto/node-ref.dto';

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
    description: 'When its life ends; null for never',
  })
  expiresAt!: string | null;
}

export class KeyListDto {
  @ApiProperty({ type: [KeyDto] })
  keys!: KeyDto[];

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Give it back to get the next page; null at the end',
  })
  cursor!: string | null;
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
    description: 'When its life ends; null for never',
  })
  expiresAt!: string | null;

  @ApiProperty({ type: NodeRefDto })
  owner!: NodeRefDto;

  @ApiProperty({ type: 'integer', description: 'Hops to the owner', example: 1 })
  hops!: number;
}

export class LifeRequestDto {
  @ApiProperty({
    type: 'integer',
    nullable: true,
    minimum: 1,
    maximum: 31_536_000,
    description: 'Seconds from now on; null for a life without an end',
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
    description: 'When its life ends; null for never',
  })
  expiresAt!: string | null;
}
