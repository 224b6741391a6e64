import type { Route } from '../route.ts';

/** Addresses of engines, one line for each engine. They stand behind the gateway's own and cannot take one of those. */
const engines: readonly (readonly Route[])[] = [];

export const restRoutes = engines.flat();
