import { Module } from '@nestjs/common';
import { DbModule } from '../db/db.module';
import { LeaveController } from '../lifecycle/leave.controller';
import { DhtController } from './dht.controller';
import { RingModule } from './ring.module';

/** The ring: `/dht` and what the JSON API says about members and routing. */
@Module({
  imports: [RingModule, DbModule],
  controllers: [DhtController, LeaveController],
})
export class DhtModule {}
