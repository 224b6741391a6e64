/** Every engine of the product, a line each: how its service is opened in a home that its owner has opened. */
export { openConfigure } from './configure/index.ts';
export { openNodeRetry } from './node-retry/index.ts';
export { openRestart } from './restart/index.ts';
