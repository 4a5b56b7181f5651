/** The injected configuration, a `NodeConfig`. */
export const NODE_CONFIG = Symbol('NODE_CONFIG');
