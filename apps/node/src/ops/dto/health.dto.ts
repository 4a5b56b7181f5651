import { ApiProperty } from '@nestjs/swagger';

export const REASON_CODES = ['NO_MAJORITY', 'OTHER_NAME', 'DISK_FULL', 'DISK_FAULT'] as const;

export class ReasonDto {
  @ApiProperty({ enum: REASON_CODES, enumName: 'ReasonCode', example: 'DISK_FULL' })
  code!: (typeof REASON_CODES)[number];

  @ApiProperty({ type: String, description: 'What is wrong, and what to do' })
  message!: string;
}

export class LiveReportDto {
  @ApiProperty({ type: String, example: 'ok' })
  status!: string;

  @ApiProperty({ type: String, description: 'Of the process', example: 'serving' })
  phase!: string;

  @ApiProperty({ type: String, description: 'In the ring', example: 'member' })
  membership!: string;
}

export class HealthReportDto extends LiveReportDto {
  @ApiProperty({ enum: ['ok', 'degraded'], enumName: 'ReadyStatus', example: 'ok' })
  declare status: 'ok' | 'degraded';

  @ApiProperty({
    type: [ReasonDto],
    description: 'Why it is degraded: a part of the service is out',
  })
  reasons!: ReasonDto[];
}
