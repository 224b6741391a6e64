import { z } from 'zod';

const text = z.string().nullable();

const practiceHostSchema = z.object({
  number: z.number().int(),
  name: z.string().min(1),
  /** Made up when the plan has none. */
  serial: text.optional(),
  managementIp: z.string().min(1),
  storageIp: text,
  bmcAddress: text,
  /** Names of the network ports the host has; a virtual switch can only use these. */
  nics: z.array(z.string().min(1)),
  /** User names that may log in over SSH. All but root may use sudo. */
  accounts: z.array(z.string().min(1)),
});

/** A virtual switch that the deployed cluster has before anybody configures it (management, storage). */
const practiceSwitchSchema = z.object({
  name: z.string().min(1),
  bondMode: z.string(),
  nics: z.array(z.string().min(1)),
  networks: z.array(z.object({ name: z.string().min(1), vlanId: z.number().int() })),
});

/** What a practice site makes itself from. Without any password. */
export const practicePlanSchema = z.object({
  clusterName: text,
  vip: text,
  version: text,
  hosts: z.array(practiceHostSchema).min(1),
  switches: z.array(practiceSwitchSchema).optional(),
});
export type PracticePlan = z.infer<typeof practicePlanSchema>;
