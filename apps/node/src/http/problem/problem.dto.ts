// A problem as the OpenAPI document describes it.
import { ApiProperty } from '@nestjs/swagger';
import { PROBLEMS } from './problem-table';

export class PartialFailureDto {
  @ApiProperty({ type: String, example: 'localhost:5009' })
  address!: string;

  @ApiProperty({ type: String, example: 'UNREACHABLE' })
  code!: string;

  @ApiProperty({ type: String, example: 'Nothing listens at localhost:5009.' })
  message!: string;
}

/** Problem details after RFC 9457. */
export class ProblemDto {
  @ApiProperty({ type: String, example: 'urn:chord-dht:problem:unreachable' })
  type!: string;

  @ApiProperty({ type: String, example: 'The peer cannot be reached' })
  title!: string;

  @ApiProperty({ type: 'integer', example: 502 })
  status!: number;

  @ApiProperty({ type: String, example: 'Nothing listens at localhost:5009.' })
  detail!: string;

  @ApiProperty({ enum: Object.keys(PROBLEMS), enumName: 'ErrorCode', example: 'UNREACHABLE' })
  code!: string;

  @ApiProperty({ type: String, description: 'The request in the log of the node' })
  requestId!: string;

  @ApiProperty({
    type: String,
    required: false,
    description: 'Whether a write that failed may have been applied: `not-applied` or `unknown`',
    example: 'not-applied',
  })
  outcome?: string;

  @ApiProperty({ type: [PartialFailureDto], required: false })
  errors?: PartialFailureDto[];
}
