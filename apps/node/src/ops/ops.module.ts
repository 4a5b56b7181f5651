import { Module } from '@nestjs/common';
import { EventsModule } from '../events/events.module';
import { HealthController } from './health.controller';
import { MetricsController } from './metrics.controller';
import { MetricsService } from './metrics.service';
import { Readiness } from './readiness';

/** What operators and their machines ask. */
@Module({
  imports: [EventsModule],
  controllers: [HealthController, MetricsController],
  providers: [MetricsService, Readiness],
})
export class OpsModule {}
