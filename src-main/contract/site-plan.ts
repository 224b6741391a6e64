import { z } from 'zod';

/** Where a secret stands in the plan. The value itself stays in the workbook, the keystore or the environment. */
export const secretSchema = z.object({ secret: z.literal(true) });
export type SecretMark = z.infer<typeof secretSchema>;

/** A sheet by its exact title and a cell as written in Excel (`B7`). */
export const cellReferenceSchema = z.object({ sheet: z.string(), cell: z.string() });
export type CellReference = z.infer<typeof cellReferenceSchema>;

const text = z.string().nullable();

export const hostAccountSchema = z.object({ user: z.string(), password: secretSchema.nullable() });

export const plannedHostSchema = z.object({
  number: z.number().int(),
  name: z.string(),
  serial: text,
  managementIp: z.string(),
  storageIp: text,
  rack: text,
  rackUnit: text,
  bmc: z.object({ address: text, user: text, password: secretSchema.nullable() }),
  /** The sheet's own order: the SSH user (smartx), then the administrator (root). Passwords are targets, not what is set today. */
  accounts: z.array(hostAccountSchema),
});
export type PlannedHost = z.infer<typeof plannedHostSchema>;

export const switchRoles = ['management', 'storage', 'backup', 'business'] as const;
export const bondModes = ['active-backup', 'balance-tcp', 'balance-slb'] as const;

export const plannedNetworkSchema = z.object({
  name: z.string(),
  vlanId: z.number().int().nullable(),
  vlanType: text,
  subnet: text,
  gateway: text,
});
export type PlannedNetwork = z.infer<typeof plannedNetworkSchema>;

export const plannedSwitchSchema = z.object({
  role: z.enum(switchRoles),
  name: z.string(),
  bondMode: z.enum(bondModes).nullable(),
  nics: z.array(z.string()),
  networks: z.array(plannedNetworkSchema),
});
export type PlannedSwitch = z.infer<typeof plannedSwitchSchema>;

export const networkLayouts = ['separate', 'storage-separate', 'converged'] as const;

/**
 * The normalised site plan: what the workbook says, after overrides, with every value's cell in `origins`
 * (keyed by the value's path in this document, `hosts[2].managementIp`). Pure data without secrets.
 */
export const sitePlanSchema = z.object({
  profile: z.string(),
  customer: text,
  project: text,
  dataCenter: text,
  cluster: z.object({
    name: text,
    version: text,
    vip: text,
    serial: text,
    storageLayout: text,
    /** 三网独立 = separate, 存储独立 = storage-separate, 三网融合 = converged; null when the sheet does not say. */
    networkLayout: z.enum(networkLayouts).nullable(),
    administrator: z.object({ user: z.string(), password: secretSchema.nullable() }),
  }),
  hosts: z.array(plannedHostSchema),
  network: z.object({
    dns: z.array(z.string()),
    ntp: z.array(z.string()),
    bmcSubnet: text,
    switches: z.array(plannedSwitchSchema),
    temporaryIpRange: z.object({ first: text, last: text }),
  }),
  /** Where the cluster serial is to be written back; null when the profile found no anchor for it. */
  serialCell: cellReferenceSchema.nullable(),
  origins: z.record(z.string(), cellReferenceSchema),
});
export type SitePlan = z.infer<typeof sitePlanSchema>;
