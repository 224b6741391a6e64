/** Every engine of the product, a line each: what of it is there without owning the home. */
export { configureForReading } from './configure/for-reading.ts';
export { nodeRetryForReading } from './node-retry/for-reading.ts';
export { restartForReading } from './restart/for-reading.ts';
