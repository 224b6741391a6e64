import { z } from 'zod';

/** What the lamp is to be. `locked`: its switch asks for a PIN. */
export const lampOrderSchema = z.object({
  name: z.string().min(1),
  isOn: z.boolean(),
  locked: z.boolean().optional(),
});
export type LampOrder = z.infer<typeof lampOrderSchema>;

export const lampRowSchema = z.object({ name: z.string(), isOn: z.boolean() });
export type LampRow = z.infer<typeof lampRowSchema>;

/** How many are on, as it was last seen. */
export const lightSchema = z.object({ burning: z.number().int(), seenAt: z.number().int().nullable() });

declare module './feed.ts' {
  interface CollectionRows {
    readonly lamp: LampRow;
  }
}
