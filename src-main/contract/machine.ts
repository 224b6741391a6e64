import { z } from 'zod';

/** What this process is and where it keeps what it keeps, as the settings show it. */
export const applicationFactsSchema = z.object({
  product: z.string(),
  version: z.string(),
  /** Raised when router and client of different versions would misunderstand each other. */
  protocol: z.number().int(),
  storeId: z.string(),
  ownerId: z.string(),
  /** Where the runs, the logs and the reports lie; it is the person's own machine. */
  home: z.string(),
  /** `linux x64`. */
  platform: z.string(),
  runtimes: z.object({ node: z.string(), electron: z.string().nullable() }),
  /** Where secrets live that were given here: only in this process, or in the system's keystore. */
  keystore: z.object({
    kind: z.enum(['memory', 'safeStorage']),
    /** How many are kept now. */
    count: z.number().int(),
  }),
});
export type ApplicationFacts = z.infer<typeof applicationFactsSchema>;

/** What holds for everything that is done in this home. */
export const homeSettingsSchema = z.object({
  /** Who signs for the work in acceptance reports; empty leaves the line open. */
  engineer: z.string().trim().max(100),
});
export type HomeSettings = z.infer<typeof homeSettingsSchema>;

/** A certificate or host key that a person accepted for a site. */
export const siteKeySchema = z.object({
  site: z.string(),
  kind: z.enum(['tls', 'ssh']),
  /** The address it was accepted for. */
  subject: z.string(),
  fingerprint: z.string(),
  acceptedAt: z.number().int(),
});
export type SiteKey = z.infer<typeof siteKeySchema>;
