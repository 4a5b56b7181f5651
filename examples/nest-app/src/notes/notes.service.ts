import { DbService } from '@chord-dht/nest';
import { Injectable } from '@nestjs/common';

const PREFIX = 'notes/';

/** Notes that every instance of this application has. */
@Injectable()
export class NotesService {
  constructor(private readonly db: DbService) {}

  async write(name: string, text: string): Promise<void> {
    await this.db.put(PREFIX + name, new TextEncoder().encode(text), {
      contentType: 'text/plain; charset=utf-8',
    });
  }

  async read(name: string): Promise<string | undefined> {
    const found = await this.db.get(PREFIX + name, {});
    return found.found ? new TextDecoder().decode(found.value) : undefined;
  }
}
