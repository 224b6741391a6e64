/** Settings of the whole cluster, its licence, its jobs and the accounts of its management controllers. */
import type { IpmiAccount, SmartxCluster } from '../../engines/configure/ports.ts';
import type { Caller, SmartxCall } from './caller.ts';
import { ipmiAccounts, ipmiFailures, license } from './host-shapes.ts';
import { accepted, jobOf } from './job-shapes.ts';
import { dns, ntp, vip } from './settings-shapes.ts';

type SettingsCalls = Pick<
  SmartxCluster,
  | 'readVip'
  | 'setVip'
  | 'readDns'
  | 'setDns'
  | 'readNtp'
  | 'setNtp'
  | 'readIpmi'
  | 'upsertIpmi'
  | 'job'
  | 'readSerial'
>;

const reading = (what: string, path: string): SmartxCall => ({
  doing: `reading ${what}`,
  method: 'GET',
  path,
});

function setting(doing: string, path: string, body: unknown): SmartxCall {
  return { doing, method: 'PUT', path, body };
}

const vipPath = '/api/v2/settings/vip';
const dnsPath = '/api/v2/settings/dns';
const ntpPath = '/api/v2/settings/ntp';

function upsertCall({ nodeUuid, nodeName, host, user, password }: IpmiAccount): SmartxCall {
  return {
    doing: `setting the IPMI account of ${nodeName} (${host})`,
    method: 'POST',
    path: '/api/v2/ipmi/upsert_accounts',
    body: { accounts: [{ node_uuid: nodeUuid, node_name: nodeName, host, user, password }] },
    secrets: [password],
  };
}

export function createSettingsCalls(caller: Caller): SettingsCalls {
  return {
    readVip: (options) => caller.tryReading(reading('the virtual address', vipPath), vip, options),
    setVip: (address, options) =>
      caller.ask(
        setting(`setting the virtual address ${address}`, vipPath, {
          iscsi_vip: null,
          management_vip: address,
        }),
        accepted,
        options,
      ),

    readDns: (options) => caller.tryReading(reading('the DNS servers', dnsPath), dns, options),
    setDns: (servers, options) =>
      caller.ask(
        setting(`setting the DNS servers ${servers.join(', ')}`, dnsPath, { dns_servers: servers }),
        accepted,
        options,
      ),

    readNtp: (options) => caller.tryReading(reading('the NTP servers', ntpPath), ntp, options),
    setNtp: (servers, options) =>
      caller.ask(
        setting(`setting the NTP servers ${servers.join(', ')}`, ntpPath, {
          ntp_mode: 'external',
          ntp_servers: servers,
        }),
        accepted,
        options,
      ),

    readIpmi: (options) =>
      caller.tryReading(reading('the IPMI accounts', '/api/v2/ipmi/accounts'), ipmiAccounts, options),
    upsertIpmi: async (account, options) => {
      // Status 200 does not mean that it worked: the accounts that did not are listed in the answer.
      const failures = await caller.ask(upsertCall(account), ipmiFailures, options);
      const why = failures[0]?.replaceAll(account.password, '***');
      return why === undefined ? { accepted: true } : { accepted: false, why };
    },

    job: (jobId, options) =>
      caller.ask(
        reading(`the job ${jobId}`, `/api/v2/jobs/${encodeURIComponent(jobId)}`),
        jobOf(jobId),
        options,
      ),

    readSerial: (options) => caller.ask(reading('the licence', '/api/v2/tools/license'), license, options),
  };
}
