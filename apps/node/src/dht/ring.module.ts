import { Module } from '@nestjs/common';
import { RingService } from './ring.service';

/** Routing, for whoever needs it. */
@Module({ providers: [RingService], exports: [RingService] })
export class RingModule {}
