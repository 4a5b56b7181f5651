export { startBrowser as default } from './browser-server';
