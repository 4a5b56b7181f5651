export { numbered } from './numbered';
