import { z } from 'zod';
import {
  applicationFactsSchema,
  homeSettingsChangeSchema,
  homeSettingsSchema,
  knownSiteSchema,
  secretCountsSchema,
  siteKeySchema,
} from '../contract/machine.ts';
import { asked, nothing } from './base.ts';

export const system = {
  facts: asked(nothing, applicationFactsSchema),
  /** Forgets every secret that the owner was given or has read, and returns how many there were. What runs now keeps what it has. */
  clearSecrets: asked(nothing, secretCountsSchema),
  settings: asked(nothing, homeSettingsSchema),
  /** What the change does not name stays. */
  keepSettings: asked(homeSettingsChangeSchema, z.void()),
  /** Sites that something was done on, the latest first. */
  sites: asked(nothing, z.array(knownSiteSchema)),
  /** What people accepted, by site. */
  siteKeys: asked(nothing, z.array(siteKeySchema)),
  forgetSiteKey: asked(siteKeySchema.omit({ acceptedAt: true }), z.void()),
  /**
   * Tells the owner what its host was told by the system: the machine slept, in milliseconds since the epoch. Cuts off
   * what was under way and has every run at work look around.
   */
  slept: asked(z.object({ from: z.number().int(), until: z.number().int() }), z.void()),
};
