import { z } from 'zod';
import { done, type Answer } from './answers.ts';
import { startJob } from './jobs.ts';
import { readBack, withBody, type Call, type Route } from './routes.ts';
import type { PracticeWorld } from './world.ts';

const vipSchema = z.object({ management_vip: z.string().nullable(), iscsi_vip: z.string().nullable() });
const dnsSchema = z.object({ dns_servers: z.array(z.string()) });
const ntpSchema = z.object({ ntp_mode: z.string(), ntp_servers: z.array(z.string()) });

type Settings = z.infer<typeof vipSchema> & z.infer<typeof dnsSchema> & z.infer<typeof ntpSchema>;

/** What is in effect now: jobs that are not done have changed nothing. */
export function readSettings(world: PracticeWorld): Settings {
  const vip = world.store.read(vipSchema, 'vip') ?? { management_vip: null, iscsi_vip: null };
  const dns = world.store.read(dnsSchema, 'dns') ?? { dns_servers: [] };
  const ntp = world.store.read(ntpSchema, 'ntp') ?? { ntp_mode: 'internal', ntp_servers: [] };
  return { ...vip, ...dns, ...ntp };
}

type SettingName = 'vip' | 'dns' | 'ntp';

function setByJob(call: Call, name: SettingName, value: z.infer<ReturnType<typeof z.json>>): Answer {
  const jobId = startJob(call.world, name, { type: 'set', name, value });
  return done({ job_id: jobId }, { kind: 'setting', id: name, name });
}

const address = z.union([z.ipv4(), z.ipv6()]);

const putVip = withBody(
  z.object({ management_vip: address.nullable(), iscsi_vip: address.nullable().default(null) }),
  (call, body) => {
    const { faults, store } = call.world;
    const hasJob = ['vipJob', 'jobFail', 'jobStuck'] as const;
    if (hasJob.some((fault) => faults.has(fault, fault === 'vipJob' ? {} : { kind: 'vip' }))) {
      return setByJob(call, 'vip', body);
    }
    store.write('vip', body);
    return done({}, { kind: 'setting', id: 'vip', name: 'vip' });
  },
);

const putDns = withBody(z.object({ dns_servers: z.array(address).min(1) }), (call, body) =>
  setByJob(call, 'dns', body),
);

const putNtp = withBody(
  z.object({ ntp_mode: z.enum(['external', 'internal']), ntp_servers: z.array(z.string().min(1)) }),
  (call, body) => setByJob(call, 'ntp', body),
);

const get = (name: SettingName, pick: (settings: Settings) => z.infer<ReturnType<typeof z.json>>): Route => ({
  method: 'GET',
  pattern: `/api/v2/settings/${name}`,
  handle: readBack(name, ({ world }) => done(pick(readSettings(world)))),
});

export const settingRoutes: readonly Route[] = [
  { method: 'PUT', pattern: '/api/v2/settings/vip', handle: putVip },
  { method: 'PUT', pattern: '/api/v2/settings/dns', handle: putDns },
  { method: 'PUT', pattern: '/api/v2/settings/ntp', handle: putNtp },
  get('vip', ({ management_vip, iscsi_vip }) => ({ management_vip, iscsi_vip })),
  get('dns', ({ dns_servers }) => ({ dns_servers })),
  get('ntp', ({ ntp_mode, ntp_servers }) => ({ ntp_mode, ntp_servers })),
];
