import { Module } from '@nestjs/common';
import { DashboardController } from './dashboard.controller';

/** The pages and files for browsers. */
@Module({ controllers: [DashboardController] })
export class WebModule {}
