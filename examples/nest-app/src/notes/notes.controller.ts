import { RingService } from '@chord-dht/nest';
import { Body, Controller, Get, NotFoundException, Param, Put } from '@nestjs/common';
import { NotesService } from './notes.service.js';

@Controller('notes')
export class NotesController {
  constructor(
    private readonly notes: NotesService,
    private readonly ring: RingService,
  ) {}

  @Get()
  async instances(): Promise<string[]> {
    const { members } = await this.ring.members();
    return members.map(({ node }) => node.address).sort();
  }

  @Put(':name')
  write(@Param('name') name: string, @Body() note: { text: string }): Promise<void> {
    return this.notes.write(name, note.text);
  }

  @Get(':name')
  async read(@Param('name') name: string): Promise<{ text: string }> {
    const text = await this.notes.read(name);
    if (text === undefined) throw new NotFoundException(`There is no note ${name}.`);
    return { text };
  }
}
