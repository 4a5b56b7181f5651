import { Module, type DynamicModule } from '@nestjs/common';
import { AccessModule } from '../access/access.module';
import { BackupModule } from '../backup/backup.module';
import { DbHttpModule } from '../db/db-http.module';
import { DhtHttpModule } from '../dht/dht-http.module';
import { EventsModule } from '../events/events.module';
import { InsightsModule } from '../insights/insights.module';
import { OpsModule } from '../ops/ops.module';
import { WatchModule } from '../watch/watch.module';
import { WebModule } from '../web/web.module';
import { CoreModule, type CoreParts } from './core.module';

/** The module of one node. Several nodes may run in one process: nothing here is global to it. */
@Module({})
export class AppModule {
  static of(parts: CoreParts): DynamicModule {
    return {
      module: AppModule,
      imports: [
        CoreModule.of(parts),
        AccessModule,
        DhtHttpModule,
        DbHttpModule,
        EventsModule,
        InsightsModule,
        WatchModule,
        OpsModule,
        BackupModule,
        WebModule,
      ],
    };
  }
}
