import { Module } from '@nestjs/common';
import { RingModule } from '../dht/ring.module';
import { DbController } from './db.controller';
import { KeysController } from './keys.controller';
import { DbService } from './db.service';
import { IdempotencyKeys } from './idempotency';
import { WriteRequests } from './write-requests';

/** Values: `/db` and the keys of the JSON API. */
@Module({
  imports: [RingModule],
  controllers: [DbController, KeysController],
  providers: [DbService, IdempotencyKeys, WriteRequests],
  exports: [DbService],
})
export class DbModule {}
