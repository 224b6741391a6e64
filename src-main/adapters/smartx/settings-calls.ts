/** Settings of the whole cluster, its licence, its jobs and the accounts of its management controllers. */
import { AppError } from '../../contract/errors.ts';
import { asPhrase } from '../../contract/quoted.ts';
import type { Text } from '../../contract/text.ts';
import { visible } from '../../contract/visible.ts';
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

const reading = (what: Text, path: string): SmartxCall => ({
  doing: { zh: `读取${what.zh}`, en: `reading ${what.en}` },
  method: 'GET',
  path,
});

function setting(doing: Text, path: string, body: unknown): SmartxCall {
  return { doing, method: 'PUT', path, body };
}

/** In Chinese a name that begins with Latin letters brings the space before it along. */
const names = {
  vip: { zh: '管理 VIP', en: 'the management VIP' },
  dns: { zh: ' DNS 服务器', en: 'the DNS servers' },
  ntp: { zh: ' NTP 服务器', en: 'the NTP servers' },
  ipmi: { zh: '带外账号', en: 'the BMC accounts' },
  license: { zh: '许可证', en: 'the license' },
} as const satisfies Record<string, Text>;

function settingServers(of: Text, servers: readonly string[]): Text {
  return { zh: `设置${of.zh} ${servers.join('、')}`, en: `setting ${of.en} ${servers.join(', ')}` };
}

const vipPath = '/api/v2/settings/vip';
const dnsPath = '/api/v2/settings/dns';
const ntpPath = '/api/v2/settings/ntp';

function upsertCall({ nodeUuid, nodeName, host, user, password }: IpmiAccount): SmartxCall {
  return {
    doing: {
      zh: `设置 ${nodeName}（${host}）的带外账号`,
      en: `setting the BMC account of ${nodeName} (${host})`,
    },
    method: 'POST',
    path: '/api/v2/ipmi/upsert_accounts',
    body: { accounts: [{ node_uuid: nodeUuid, node_name: nodeName, host, user, password }] },
    secrets: [password],
  };
}

/** A UUID, or letters, digits and hyphens: what else there is would go into the customer's workbook as it came. */
const serialForm = /^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/;
const serialLengthShown = 80;

function notASerial(said: string): AppError {
  const received = visible(said).slice(0, serialLengthShown);
  const text = {
    zh: `集群返回的序列号为「${received}」，不符合序列号的格式（字母、数字和连字符），未采用。请在集群自带的界面中查看，并手工填入规划表。`,
    en: `The cluster returned "${received}" as its serial, which does not have the form of one (letters, digits and hyphens), so it is not used. Look it up in the cluster console and enter it manually in the workbook.`,
  };
  return new AppError('SERIAL_MISSING', text, { data: { received } });
}

export function createSettingsCalls(caller: Caller): SettingsCalls {
  return {
    readVip: (options) => caller.tryReading(reading(names.vip, vipPath), vip, options),
    setVip: (address, options) =>
      caller.ask(
        setting({ zh: `设置管理 VIP ${address}`, en: `setting the management VIP ${address}` }, vipPath, {
          iscsi_vip: null,
          management_vip: address,
        }),
        accepted,
        options,
      ),

    readDns: (options) => caller.tryReading(reading(names.dns, dnsPath), dns, options),
    setDns: (servers, options) =>
      caller.ask(
        setting(settingServers(names.dns, servers), dnsPath, { dns_servers: servers }),
        accepted,
        options,
      ),

    readNtp: (options) => caller.tryReading(reading(names.ntp, ntpPath), ntp, options),
    setNtp: (servers, options) =>
      caller.ask(
        setting(settingServers(names.ntp, servers), ntpPath, {
          ntp_mode: 'external',
          ntp_servers: servers,
        }),
        accepted,
        options,
      ),

    readIpmi: (options) =>
      caller.tryReading(reading(names.ipmi, '/api/v2/ipmi/accounts'), ipmiAccounts, options),
    upsertIpmi: async (account, options) => {
      // Status 200 does not mean that it worked: the accounts that did not are listed in the answer.
      const failures = await caller.ask(upsertCall(account), ipmiFailures, options);
      if (failures === null) {
        return { accepted: true, isSilent: true };
      }
      const [failure] = failures;
      if (failure === undefined) {
        return { accepted: true };
      }
      const masked = (words: string): string => asPhrase(caller.quote(words, [account.password]));
      return { accepted: false, why: { zh: masked(failure.zh), en: masked(failure.en) } };
    },

    job: (jobId, options) =>
      caller.ask(
        reading(
          { zh: `集群任务 ${jobId}`, en: `cluster job ${jobId}` },
          `/api/v2/jobs/${encodeURIComponent(jobId)}`,
        ),
        jobOf(jobId),
        options,
      ),

    readSerial: async (options) => {
      const serial = await caller.ask(reading(names.license, '/api/v2/tools/license'), license, options);
      if (serial !== null && !serialForm.test(serial)) {
        throw notASerial(caller.quote(serial, []));
      }
      return serial;
    },
  };
}
