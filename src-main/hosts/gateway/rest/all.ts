/** Addresses of engines, a line for each engine. They stand behind the gateway's own and cannot take one of those. */
export { restartRoutes } from './restart.ts';
export { nodeRoutes } from './nodes.ts';
