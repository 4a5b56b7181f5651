// OpenAPI descriptions of listings and counts of keys.
import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse } from '@nestjs/swagger';
import { LIST_LIMIT_MAX } from '@chord-dht/store';
import { Problems } from '../http/problem/problems.decorator';
import { KEY_PROBLEMS, ROUTING_PROBLEMS } from './db.decorators';
import { KeyCountDto, KeyListDto } from './dto/keys.dto';
import { LIST_LIMIT_DEFAULT } from './list-query';

const text = (name: string, description: string): MethodDecorator =>
  ApiQuery({ name, required: false, description, schema: { type: 'string' } });

export function ListKeysEndpoint(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      operationId: 'listKeys',
      summary: 'Keys of the whole ring, sorted by name, in pages',
      description:
        'In the order of the bytes of UTF-8. A key that is not written meanwhile is on exactly one page; ' +
        'one that is written or removed meanwhile may or may not be. With `delimiter` one level of a ' +
        'hierarchy: names that go on behind the next delimiter are given once, cut there, as `prefixes`. ' +
        'When a majority of the home replicas of some ids is gone, the page says which ids it lacks.',
    }),
    text('prefix', 'Only keys that begin so'),
    text('delimiter', 'The separator of the levels of names, such as `/`'),
    text('after', 'Only names behind this one, which need not exist'),
    ApiQuery({
      name: 'limit',
      required: false,
      description: 'Keys and prefixes on a page',
      schema: { type: 'integer', minimum: 1, maximum: LIST_LIMIT_MAX, default: LIST_LIMIT_DEFAULT },
    }),
    text('cursor', 'The cursor of the page before'),
    ApiResponse({ status: 200, description: 'A page', type: KeyListDto }),
    Problems('BAD_QUERY', 'KEY_INVALID', 'UNAVAILABLE', ...ROUTING_PROBLEMS),
  );
}

export function CountKeysEndpoint(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      operationId: 'countKeys',
      summary: 'The number and size of keys',
      description:
        'Of the whole ring, counted now. Without `prefix` this path is that of the key named `count`; give ' +
        'an empty one to count all keys.',
    }),
    ApiQuery({
      name: 'prefix',
      required: true,
      description: 'Only keys that begin so; empty for all',
      schema: { type: 'string' },
    }),
    ApiResponse({ status: 200, description: 'The figures', type: KeyCountDto }),
    Problems(...KEY_PROBLEMS, 'BAD_QUERY', 'KEY_NOT_FOUND', 'UNAVAILABLE', ...ROUTING_PROBLEMS),
  );
}
