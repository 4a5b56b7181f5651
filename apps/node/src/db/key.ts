// What may be a key, as the router decoded it, once, before the ring is asked.
export { checkKey as readKey, checkNewKey as readNewKey } from '@chord-dht/store';
