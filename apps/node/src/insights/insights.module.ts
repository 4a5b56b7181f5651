import { Module } from '@nestjs/common';
import { InsightsController } from './insights.controller';
import { OwnInsights } from './own-insights';
import { RingInsights } from './ring-insights';

/** The recent activity of the ring. */
@Module({ controllers: [InsightsController], providers: [OwnInsights, RingInsights] })
export class InsightsModule {}
