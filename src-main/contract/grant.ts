import { z } from 'zod';

/** A file by the handle that was granted for it; never a path from a renderer. */
export const grantSchema = z.string().regex(/^grant_[A-Za-z0-9_-]{20,}$/);
