import { DbModule } from '@chord-dht/nest';
import { Module } from '@nestjs/common';
import { NotesController } from './notes.controller.js';
import { NotesService } from './notes.service.js';

@Module({ imports: [DbModule], providers: [NotesService], controllers: [NotesController] })
export class NotesModule {}
