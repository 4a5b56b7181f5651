// The endpoint of the ring's recent activity.
import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Problems } from '../http/problem/problems.decorator';
import { InsightsDto } from './insights.dto';
import { RingInsights } from './ring-insights';

@ApiTags('Ring')
@Controller('api/v1/insights')
export class InsightsController {
  constructor(@Inject(RingInsights) private readonly insights: RingInsights) {}

  @Get()
  @ApiOperation({
    operationId: 'getInsights',
    summary: 'The activity of the ring in the last 15 minutes',
    description:
      'Operations with their durations, hops of lookups, and round trips between members, as each member ' +
      'has measured them itself. Gathered in bounded time; members that did not answer are left out.',
  })
  @ApiResponse({ status: 200, description: 'The reports of the members', type: InsightsDto })
  @Problems()
  read(): Promise<InsightsDto> {
    return this.insights.read();
  }
}
