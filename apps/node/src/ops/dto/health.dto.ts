import { ApiProperty } from '@nestjs/swagger';

export class HealthReportDto {
  @ApiProperty({ type: String, example: 'ok' })
  status!: string;

  @ApiProperty({ type: String, description: 'Of the process', example: 'serving' })
  phase!: string;

  @ApiProperty({ type: String, description: 'In the ring', example: 'member' })
  membership!: string;
}
