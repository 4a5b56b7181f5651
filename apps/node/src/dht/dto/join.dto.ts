import { ApiProperty } from '@nestjs/swagger';
import { NodeRefDto } from '../../dto/node-ref.dto';

export class JoinRequestDto {
  @ApiProperty({
    type: [String],
    description: 'Addresses, host:port',
    example: ['localhost:5001', 'localhost:5002'],
    maxItems: 64,
  })
  peers!: string[];
}

export class JoinedPeerDto {
  @ApiProperty({
    type: String,
    description: 'The address as it was given',
    example: 'localhost:5001',
  })
  address!: string;

  @ApiProperty({ type: String, nullable: true, description: 'The name that the peer gives itself' })
  name!: string | null;

  @ApiProperty({ type: Boolean })
  ok!: boolean;

  @ApiProperty({ type: String, nullable: true, description: 'Why it failed', example: null })
  code!: string | null;

  @ApiProperty({ type: String, nullable: true, example: null })
  message!: string | null;
}

export class JoinReportDto {
  @ApiProperty({ type: Boolean })
  ok!: boolean;

  @ApiProperty({ type: [JoinedPeerDto] })
  peers!: JoinedPeerDto[];
}

export class LeavePreviewDto {
  @ApiProperty({ type: 'integer', description: 'Keys that would move', example: 12 })
  keys!: number;

  @ApiProperty({ type: 'integer', description: 'Bytes of their values', example: 4096 })
  bytes!: number;

  @ApiProperty({
    type: NodeRefDto,
    nullable: true,
    description: 'Who would get them; null when alone',
  })
  heir!: NodeRefDto | null;
}

export class LeaveReportDto {
  @ApiProperty({ type: Boolean })
  ok!: boolean;

  @ApiProperty({ type: 'integer', description: 'Keys that were handed over', example: 12 })
  handedOver!: number;
}
