import type { ConfigureRequest } from './configure.ts';

/** What this engine is asked to do, as `runs.preview`, `runs.preflight` and `runs.start` take it. */
export const configureOrder = (
  order: ConfigureRequest,
): { readonly kind: 'configure'; readonly order: ConfigureRequest } => ({ kind: 'configure', order });
