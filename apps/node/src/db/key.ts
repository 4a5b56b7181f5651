// The valid keys, as the router decoded them, checked once before the ring is asked.
export { checkKey as readKey, checkNewKey as readNewKey } from '@chord-dht/store';
