/** The engines that have pages, one line each. */
import { configurePages } from './configure/index.tsx';

export const engines = [
  configurePages,
  // The next one stands here.
] as const;
