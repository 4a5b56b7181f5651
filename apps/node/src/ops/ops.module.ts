import { Module } from '@nestjs/common';
import { EventsModule } from '../events/events.module';
import { WatchModule } from '../watch/watch.module';
import { HealthController } from './health.controller';
import { MetricsController } from './metrics.controller';
import { MetricsService } from './metrics.service';
import { Readiness } from './readiness';

/** The endpoints for operators and their machines. */
@Module({
  imports: [EventsModule, WatchModule],
  controllers: [HealthController, MetricsController],
  providers: [MetricsService, Readiness],
})
export class OpsModule {}
