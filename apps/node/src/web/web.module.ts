import { Module } from '@nestjs/common';
import { DashboardController } from './dashboard.controller';

/** What a browser opens. */
@Module({ controllers: [DashboardController] })
export class WebModule {}
