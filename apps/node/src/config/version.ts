// Knows which version of the product this is.
import { version } from '../../../../package.json';

export const VERSION: string = version;
