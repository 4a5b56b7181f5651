// The options of `DhtModule.forRoot` and `forRootAsync`.
import { ConfigurableModuleBuilder, type Provider } from '@nestjs/common';
import type { MemberOptions } from './member-options';

/** All `MemberOptions`, with defaults for those that were not given. */
export const MEMBER_OPTIONS = Symbol('MEMBER_OPTIONS');

export interface DhtOptions extends Partial<MemberOptions> {
  /** At least 32 bytes that all members share; without it any process of this machine may act as a peer. */
  readonly peerSecret?: string | Uint8Array | undefined;
}

export interface DhtExtras {
  /** True (the default): every module may inject the services without importing this one again. */
  readonly isGlobal?: boolean;
  /** Providers that replace ports: `{ provide: HASHER, useClass: MyHasher }`. */
  readonly providers?: readonly Provider[];
  /** False: the application itself calls `prepare`, `start` and `stop` of the `Lifecycle`. */
  readonly followsApplication?: boolean;
}

export const FOLLOWS_APPLICATION = Symbol('FOLLOWS_APPLICATION');

/** Nest takes the names in here out of the options. */
const EXTRAS: Required<DhtExtras> = { isGlobal: true, followsApplication: true, providers: [] };

export const {
  ConfigurableModuleClass,
  MODULE_OPTIONS_TOKEN: DHT_OPTIONS,
  OPTIONS_TYPE,
} = new ConfigurableModuleBuilder<DhtOptions>()
  .setClassMethodName('forRoot')
  .setExtras<Required<DhtExtras>>(EXTRAS, (definition, extras) => {
    const { isGlobal, followsApplication, providers } = extras;
    return {
      ...definition,
      global: isGlobal,
      providers: [
        ...(definition.providers ?? []),
        { provide: FOLLOWS_APPLICATION, useValue: followsApplication },
        // Of two providers of one token Nest uses the later one.
        ...providers,
      ],
    };
  })
  .build();
