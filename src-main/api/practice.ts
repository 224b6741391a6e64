import { z } from 'zod';
import { faultScenarioSchema } from '../contract/fault-schema.ts';
import { practicePaceSchema } from '../contract/practice-pace.ts';
import { asked, nothing } from './base.ts';

export const practice = {
  /** Every fault that can be ordered. */
  faults: asked(nothing, z.array(faultScenarioSchema)),
  /** That of the home's own practice site now. */
  pace: asked(nothing, practicePaceSchema),
  /** Where the home's own practice site is reached; null while it was not started in this process. */
  address: asked(nothing, z.string().nullable()),
  /** The practice site, and what the engines keep of it, as they were at first; refused while a run holds the site. */
  reset: asked(nothing, z.void()),
};
