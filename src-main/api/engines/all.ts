/** Rooms of the router that belong to one engine, a line each. What all engines can be asked for stands in the shared rooms. */
export { configure } from './configure.ts';
export { imports } from './imports.ts';
export { nodes } from './nodes.ts';
export { plan } from './plan.ts';
export { workloads } from './workloads.ts';
