/** The engines that have pages, a line each. */
export { configurePages } from './configure/index.tsx';
export { nodeRetryPages } from './node-retry/index.tsx';
export { restartPages } from './restart/index.tsx';
