import { z } from 'zod';
import { runSubjectSchema } from './run.ts';

/** How many secrets are kept now. */
export const secretCountsSchema = z.object({
  /** Accounts whose passwords stand in workbooks that were read; each once, however often its workbook was. */
  read: z.number().int(),
  /** Passwords that were corrected in the tool. */
  overrides: z.number().int(),
  /** Passwords and tokens that a person gave for runs. */
  given: z.number().int(),
  /** Tokens and kubeconfigs of connections. */
  connections: z.number().int(),
});
export type SecretCounts = z.infer<typeof secretCountsSchema>;

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
    counts: secretCountsSchema,
  }),
});
export type ApplicationFacts = z.infer<typeof applicationFactsSchema>;

/** What holds for everything that is done in this home. */
export const homeSettingsSchema = z.object({
  /** Who signs for the work in acceptance reports; empty leaves the line open. */
  engineer: z.string().trim().max(100),
  /** The site in hand, as runs name their targets (`smartx:10.0.20.10`); null while none was chosen. */
  site: z.string().nullable(),
});
export type HomeSettings = z.infer<typeof homeSettingsSchema>;

/** What one setting is changed to; the others stay. */
export const homeSettingsChangeSchema = homeSettingsSchema.partial();
export type HomeSettingsChange = z.infer<typeof homeSettingsChangeSchema>;

/** A site that something was done or looked at on, from this home. Times are milliseconds since the epoch. */
export const knownSiteSchema = z.object({
  /** As runs name it: `smartx:10.0.20.10`, `practice:own`. */
  target: z.string(),
  practice: z.boolean(),
  subject: runSubjectSchema,
  /** As the latest run that read it saw it; null while none has. */
  identity: z.array(z.string()).nullable(),
  /** The latest run. */
  lastRun: z.object({ id: z.string(), at: z.number().int() }),
  runs: z.number().int(),
  /** The latest check that still holds, with what it found; null where none does. */
  lastCheck: z
    .object({ at: z.number().int(), errors: z.number().int(), warnings: z.number().int() })
    .nullable(),
});
export type KnownSite = z.infer<typeof knownSiteSchema>;

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
