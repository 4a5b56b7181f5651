// Knows whether the process lives and whether it serves.
import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { MemberHolder } from '../dht/member';
import { HttpError } from '../http/problem/http-error';
import { ServicePhase } from '../lifecycle/phase';
import { Problems } from '../openapi/problems.decorator';
import { HealthReportDto } from './dto/health.dto';

@ApiTags('Operations')
@Controller('health')
export class HealthController {
  constructor(
    @Inject(ServicePhase) private readonly phase: ServicePhase,
    @Inject(MemberHolder) private readonly holder: MemberHolder,
  ) {}

  @Get('live')
  @ApiOperation({ operationId: 'getLive', summary: 'Whether the process lives' })
  @ApiResponse({ status: 200, description: 'It does', type: HealthReportDto })
  @Problems()
  live(): HealthReportDto {
    return this.report();
  }

  @Get('ready')
  @ApiOperation({
    operationId: 'getReady',
    summary: 'Whether the node serves, alone or as a member',
    description: '503 while it starts, joins or stops.',
  })
  @ApiResponse({ status: 200, description: 'It serves', type: HealthReportDto })
  @Problems('NOT_READY')
  ready(): HealthReportDto {
    this.phase.assertServing();
    const report = this.report();
    if (report.membership === 'alone' || report.membership === 'member') return report;
    throw new HttpError('NOT_READY', `The node is ${report.membership}`);
  }

  private report(): HealthReportDto {
    const membership = this.holder.optional?.chord.membership ?? 'starting';
    return { status: 'ok', phase: this.phase.phase, membership };
  }
}
