import { DbModule } from '@chord-dht/nest';
import { Module } from '@nestjs/common';
import { Batches } from './batch';
import { BatchController } from './batch.controller';
import { DbController } from './db.controller';
import { KeysController } from './keys.controller';
import { IdempotencyKeys } from './idempotency';
import { WriteRequests } from './write-requests';

/** The endpoints of values: `/db` and the keys of the JSON API. */
@Module({
  imports: [DbModule],
  controllers: [DbController, KeysController, BatchController],
  providers: [Batches, IdempotencyKeys, WriteRequests],
  exports: [DbModule],
})
export class DbHttpModule {}
