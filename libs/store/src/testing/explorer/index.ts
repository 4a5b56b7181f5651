// What the command that explores larger worlds needs.
export { step } from '../../view/machine';
export { explore } from './explorer';
export { LARGE_WORLDS, SMALL_WORLDS } from './worlds';
