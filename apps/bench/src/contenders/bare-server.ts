// The process of the bare server: values in a Map behind NestJS and Fastify, and nothing else.
import 'reflect-metadata';
import { Body, Controller, Get, Module, Param, Put, Res } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply } from 'fastify';

const VALUE_BYTES_MAX = 2 * 1024 * 1024;
const KEEP_ALIVE_MS = 72_000;

const values = new Map<string, { readonly bytes: Buffer; readonly version: number }>();

@Controller('api/v1/keys')
class KeysController {
  @Put(':key')
  put(
    @Param('key') key: string,
    @Body() bytes: Buffer,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const before = values.get(key);
    const version = (before?.version ?? 0) + 1;
    values.set(key, { bytes, version });
    reply.code(before ? 200 : 201).header('etag', `"${version}"`);
    return { key, version, created: !before };
  }

  @Get(':key')
  get(@Param('key') key: string, @Res() reply: FastifyReply) {
    const found = values.get(key);
    if (!found) {
      void reply.code(404).send({ code: 'KEY_NOT_FOUND' });
      return;
    }
    reply.header('content-type', 'application/octet-stream').header('etag', `"${found.version}"`);
    void reply.send(found.bytes);
  }
}

@Module({ controllers: [KeysController] })
class BareModule {}

const adapter = new FastifyAdapter({
  bodyLimit: VALUE_BYTES_MAX,
  keepAliveTimeout: KEEP_ALIVE_MS,
  skipMiddie: true,
});
const fastify = adapter.getInstance();
fastify.removeAllContentTypeParsers();
fastify.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) =>
  done(null, body),
);

const app = await NestFactory.create<NestFastifyApplication>(BareModule, adapter, {
  bodyParser: false,
  logger: ['error'],
});
process.on('disconnect', () => process.exit());
process.on('SIGTERM', () => process.exit());
await app.listen(Number(process.argv[2]), '127.0.0.1');
