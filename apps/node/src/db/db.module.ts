import { Module } from '@nestjs/common';
import { RingModule } from '../dht/ring.module';
import { Batches } from './batch';
import { BatchController } from './batch.controller';
import { DbController } from './db.controller';
import { KeysController } from './keys.controller';
import { DbService } from './db.service';
import { IdempotencyKeys } from './idempotency';
import { WriteRequests } from './write-requests';

/** Values: `/db` and the keys of the JSON API. */
@Module({
  imports: [RingModule],
  controllers: [DbController, KeysController, BatchController],
  providers: [Batches, DbService, IdempotencyKeys, WriteRequests],
  exports: [DbService],
})
export class DbModule {}
