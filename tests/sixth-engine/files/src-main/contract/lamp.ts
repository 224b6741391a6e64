import { z } from 'zod';

/** What the lamp is to be. */
export const lampOrderSchema = z.object({ name: z.string().min(1), isOn: z.boolean() });
export type LampOrder = z.infer<typeof lampOrderSchema>;

export const lampRowSchema = z.object({ name: z.string(), isOn: z.boolean() });
export type LampRow = z.infer<typeof lampRowSchema>;

declare module './feed.ts' {
  interface CollectionRows {
    readonly lamp: LampRow;
  }
}
