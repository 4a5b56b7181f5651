import { Module } from '@nestjs/common';
import { HealthController } from './health.controller';

/** What operators and their machines ask. */
@Module({ controllers: [HealthController] })
export class OpsModule {}
