import {
  DbModule,
  DhtModule,
  HASHER,
  RECORD_STORE_FACTORY,
  TRANSPORT_FACTORY,
  type TransportContext,
} from '@chord-dht/nest';
import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { NotesModule } from './notes/notes.module.js';
import { Blake2Hasher } from './own-ports/blake2-hasher.js';
import { JournalStore } from './own-ports/journal-store.js';
import { LineTransport } from './own-ports/line-transport.js';

/** A port of its own is a class, and one line here. */
const OWN_PORTS: Provider[] = [
  { provide: HASHER, useClass: Blake2Hasher },
  { provide: RECORD_STORE_FACTORY, useValue: () => new JournalStore('notes.journal') },
  {
    provide: TRANSPORT_FACTORY,
    useValue: ({ server }: TransportContext) => new LineTransport(server),
  },
];

export interface AppOptions {
  readonly port: number;
  readonly join: readonly string[];
  readonly hasOwnPorts: boolean;
}

@Module({})
export class AppModule {
  static of({ port, join, hasOwnPorts }: AppOptions): DynamicModule {
    const ring = DhtModule.forRoot({ port, join, providers: hasOwnPorts ? OWN_PORTS : [] });
    return { module: AppModule, imports: [ring, DbModule, NotesModule] };
  }
}
