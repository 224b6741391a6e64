/** Every kind of file that a person can choose, a line for each engine. */
export { iso, workbook } from './configure.ts';
export { kubeconfig } from './connections.ts';
