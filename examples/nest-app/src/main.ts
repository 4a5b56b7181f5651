import 'reflect-metadata';
import { RingService } from '@chord-dht/nest';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';

const port = Number(process.env['PORT'] ?? 3000);
const app = await NestFactory.create<NestFastifyApplication>(
  AppModule.of({
    port,
    join: process.env['JOIN']?.split(',') ?? [],
    hasOwnPorts: process.env['OWN_PORTS'] === 'yes',
  }),
  new FastifyAdapter({ forceCloseConnections: true }),
  { logger: ['error', 'warn'] },
);
app.enableShutdownHooks();
await app.listen(port, 'localhost');
await app.get(RingService).ready();
console.log(`notes at http://localhost:${port}/notes`);
