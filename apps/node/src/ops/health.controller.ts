// Liveness and readiness of the process.
import { MemberHolder, ServicePhase } from '@chord-dht/nest';
import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { HttpError } from '../http/problem/http-error';
import { Problems } from '../http/problem/problems.decorator';
import { HealthReportDto, LiveReportDto } from './dto/health.dto';
import { Readiness } from './readiness';

@ApiTags('Operations')
@Controller('health')
export class HealthController {
  constructor(
    @Inject(ServicePhase) private readonly phase: ServicePhase,
    @Inject(MemberHolder) private readonly holder: MemberHolder,
    @Inject(Readiness) private readonly readiness: Readiness,
  ) {}

  @Get('live')
  @ApiOperation({ operationId: 'getLive', summary: 'Whether the process lives' })
  @ApiResponse({ status: 200, description: 'It does', type: LiveReportDto })
  @Problems()
  live(): LiveReportDto {
    return { status: 'ok', phase: this.phase.phase, membership: this.membership };
  }

  @Get('ready')
  @ApiOperation({
    operationId: 'getReady',
    summary: 'Whether the node serves, alone or as a member',
    description:
      '503 while it starts, joins or stops, and while it can serve none of its keys. 200 with `degraded` ' +
      'and reasons while it can serve some, or read but not write.',
  })
  @ApiResponse({ status: 200, description: 'It serves', type: HealthReportDto })
  @Problems('NOT_READY')
  async ready(): Promise<HealthReportDto> {
    this.phase.assertServing();
    const { membership } = this;
    if (membership !== 'alone' && membership !== 'member')
      throw new HttpError('NOT_READY', `The node is ${membership}`);
    const { isReady, reasons } = await this.readiness.read();
    if (!isReady) {
      const [first] = reasons;
      throw new HttpError(
        'NOT_READY',
        first?.message ?? 'The node is taking over its keys; it serves them within moments.',
      );
    }
    return {
      status: reasons.length === 0 ? 'ok' : 'degraded',
      phase: this.phase.phase,
      membership,
      reasons: [...reasons],
    };
  }

  private get membership(): string {
    return this.holder.optional?.chord.membership ?? 'starting';
  }
}
