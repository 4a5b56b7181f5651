/** Packages that the bundle of a node leaves outside: they bring native code, or files that are served. */
export const KEPT = ['lmdb', 'msgpackr-extract', 'fs-native-extensions', 'swagger-ui-dist'];
