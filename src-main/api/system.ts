import { z } from 'zod';
import { applicationFactsSchema, homeSettingsSchema, siteKeySchema } from '../contract/machine.ts';
import { nothing, procedure } from './base.ts';

export const system = {
  facts: procedure
    .input(nothing)
    .output(applicationFactsSchema)
    .handler(({ context }) => context.application.facts()),
  /** Answers how many secrets were forgotten. */
  clearSecrets: procedure
    .input(nothing)
    .output(z.number().int())
    .handler(({ context }) => context.application.machine.clearSecrets()),
  settings: procedure
    .input(nothing)
    .output(homeSettingsSchema)
    .handler(({ context }) => context.application.machine.settings()),
  keepSettings: procedure
    .input(homeSettingsSchema)
    .output(z.void())
    .handler(({ context, input }) => context.application.machine.keepSettings(input)),
  siteKeys: procedure
    .input(nothing)
    .output(z.array(siteKeySchema))
    .handler(({ context }) => [...context.application.machine.siteKeys()]),
  forgetSiteKey: procedure
    .input(siteKeySchema.omit({ acceptedAt: true }))
    .output(z.void())
    .handler(({ context, input }) => context.application.machine.forgetSiteKey(input)),
  /** Tells the owner what its host was told by the system: the machine slept, in milliseconds since the epoch. */
  slept: procedure
    .input(z.object({ from: z.number().int(), until: z.number().int() }))
    .output(z.void())
    .handler(({ context, input }) => context.application.machine.slept(input)),
};
