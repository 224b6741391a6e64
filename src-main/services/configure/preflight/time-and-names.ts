/** The DNS and NTP servers of the sheet, asked from this laptop: the cluster gets their addresses, whether they answer or not. */
import { isIP } from 'node:net';
import type { PreflightItem } from '../../../contract/preflight.ts';
import type { Text } from '../../../contract/text.ts';
import type { DnsSight } from '../../../adapters/net/dns-look.ts';
import type { NtpSight } from '../../../adapters/net/ntp-look.ts';
import type { SitePlan } from '../../../contract/site-plan.ts';
import type { OpenSite } from '../open-site.ts';
import { largestOffsetMs } from './clock.ts';
import { looking, notLookedAt, type Sight } from './looking.ts';

const dnsCode = 'dns-server';
const ntpCode = 'ntp-server';

/** No name of the customer's is asked for where none has to be resolved; this one exists nowhere (RFC 6761). */
const absentName = 'dns-check.invalid';

export interface ServersQuestion {
  readonly plan: Pick<SitePlan, 'network'>;
  readonly looks: Pick<OpenSite['looks'], 'dns' | 'ntp'>;
  /** Whether anything at all can be reached: silence means nothing otherwise. */
  readonly isReached: boolean;
  readonly signal: AbortSignal;
}

const fromHere: Text = {
  zh: '集群节点到它的路径可能不同，请确认防火墙和路由',
  en: 'The nodes may take a different path; check firewalls and routes',
};

/** Nobody said anything. */
function silence(what: Text, isReached: boolean): Sight {
  if (isReached) {
    const message = {
      zh: `从本机查询，${what.zh}没有应答。${fromHere.zh}。`,
      en: `Queried from this computer, ${what.en} does not respond. ${fromHere.en}.`,
    };
    return { verdict: 'warning', message };
  }
  const message = {
    zh: `无法连接站点，因此${what.zh}没有应答不代表它有问题；请先解决连接问题，再重新检查。`,
    en: `The site is unreachable, so no conclusion can be drawn from ${what.en} not responding. Fix the connection, then check again.`,
  };
  return { verdict: 'unknown', message };
}

function closed(what: Text): Sight {
  const message = {
    zh: `${what.zh}所在地址拒绝了查询，该服务没有开放；请核对地址，并确认服务已启动。`,
    en: `The address of ${what.en} refuses queries: the service is not available there. Check the address, and that the service is running.`,
  };
  return { verdict: 'warning', message };
}

function dnsSight(server: string, seen: DnsSight, isReached: boolean): Sight {
  const what = { zh: ` DNS 服务器 ${server} `, en: `DNS server ${server}` };
  if (seen.state === 'refused') {
    return closed(what);
  }
  if (seen.state === 'silent') {
    return silence(what, isReached);
  }
  return {
    verdict: 'ok',
    message: { zh: `DNS 服务器 ${server} 有应答。`, en: `DNS server ${server} responds.` },
  };
}

function ntpSight(server: string, seen: NtpSight, isReached: boolean): Sight {
  const what = { zh: ` NTP 服务器 ${server} `, en: `NTP server ${server}` };
  switch (seen.state) {
    case 'refused':
      return closed(what);
    case 'silent':
    case 'unreachable':
      return silence(what, isReached);
    case 'unusable': {
      const message = {
        zh: `NTP 服务器 ${server} 有应答，但它声明自己的时间不可用（${seen.why}）；请先让它完成同步。`,
        en: `NTP server ${server} responds but reports that its time is not usable (${seen.why}). Synchronize it first.`,
      };
      return { verdict: 'warning', message, facts: { why: seen.why } };
    }
    case 'answers':
      return offsetSight(server, seen);
  }
}

function offsetSight(server: string, { stratum, offsetMs }: Extract<NtpSight, { state: 'answers' }>): Sight {
  const seconds = Math.round(Math.abs(offsetMs) / 1000);
  const facts = { stratum, offsetMs };
  if (Math.abs(offsetMs) <= largestOffsetMs) {
    const message = {
      zh: `NTP 服务器 ${server} 有应答（层级 ${stratum}），与本机相差约 ${seconds} 秒。`,
      en: `NTP server ${server} responds (stratum ${stratum}); it differs from this computer's clock by about ${seconds} seconds.`,
    };
    return { verdict: 'ok', message, facts };
  }
  const [zh, en] = offsetMs > 0 ? ['快', 'ahead of'] : ['慢', 'behind'];
  const message = {
    zh: `NTP 服务器 ${server} 比本机${zh}约 ${seconds} 秒；请核对哪一边准确。`,
    en: `NTP server ${server} is about ${seconds} seconds ${en} this computer's clock. Find out which one is right.`,
  };
  return { verdict: 'warning', message, facts };
}

const notAnAddress = (value: string): Text => ({
  zh: `${value} 不是 IP 地址，没有查询；请修正规划表。`,
  en: `${value} is not an IP address, so it was not queried. Correct the workbook.`,
});

/** What each DNS server said, by its address: of the NTP servers' names where there are any. */
type Asked = ReadonlyMap<string, Promise<readonly DnsSight[]>>;

function askDnsServers({ plan, looks, signal }: ServersQuestion): Asked {
  const { dns, ntp } = plan.network;
  const named = ntp.filter((server) => isIP(server) === 0);
  const names = named.length === 0 ? [absentName] : named;
  const ask = (server: string): Promise<readonly DnsSight[]> => {
    const answers = Promise.all(names.map((name) => looks.dns(server, name, signal)));
    // Whoever reads the answers gets the failure; it may be that nobody waits for them any more.
    answers.catch(() => undefined);
    return answers;
  };
  return new Map(dns.filter((server) => isIP(server) !== 0).map((server) => [server, ask(server)]));
}

function dnsItem(
  server: string,
  { isReached, signal }: ServersQuestion,
  asked: Asked,
): Promise<PreflightItem> {
  const looked = { code: dnsCode, subject: server };
  const answers = asked.get(server);
  if (answers === undefined) {
    return Promise.resolve(notLookedAt(looked, notAnAddress(server)));
  }
  return looking(looked, signal, async () => {
    const all = await answers;
    const heard = all.find(({ state }) => state === 'answers') ?? all[0];
    return dnsSight(server, heard ?? { state: 'silent' }, isReached);
  });
}

/** A server given by its name is looked up as the cluster will: at the sheet's DNS servers. Null where none knows it. */
async function addressOf(name: string, named: readonly string[], asked: Asked): Promise<string | null> {
  if (isIP(name) !== 0) {
    return name;
  }
  for (const answers of asked.values()) {
    const seen = (await answers)[named.indexOf(name)];
    if (seen?.state === 'answers' && seen.addresses[0] !== undefined) {
      return seen.addresses[0];
    }
  }
  return null;
}

function unresolved(name: string, { plan, isReached }: ServersQuestion): Sight {
  const { dns } = plan.network;
  const message =
    dns.length === 0
      ? {
          zh: `NTP 服务器 ${name} 是域名，而规划表没有填写 DNS 服务器，集群无法解析它；请填写 DNS 或改用 IP 地址。`,
          en: `NTP server ${name} is a domain name, but the workbook has no DNS server, so the cluster cannot resolve it. Enter a DNS server, or use an IP address.`,
        }
      : {
          zh: `规划的 DNS 服务器（${dns.join('、')}）无法解析 NTP 服务器 ${name}；请核对域名，或改用 IP 地址。`,
          en: `The planned DNS servers (${dns.join(', ')}) cannot resolve NTP server ${name}. Check the name, or use an IP address.`,
        };
  return { verdict: isReached || dns.length === 0 ? 'warning' : 'unknown', message };
}

function ntpItem(server: string, question: ServersQuestion, asked: Asked): Promise<PreflightItem> {
  const { plan, looks, isReached, signal } = question;
  const named = plan.network.ntp.filter((one) => isIP(one) === 0);
  return looking({ code: ntpCode, subject: server }, signal, async () => {
    const address = await addressOf(server, named, asked);
    if (address === null) {
      return unresolved(server, question);
    }
    return ntpSight(server, await looks.ntp({ server, address }, signal), isReached);
  });
}

export function serverItems(question: ServersQuestion): Promise<readonly PreflightItem[]> {
  const { dns, ntp } = question.plan.network;
  const asked = askDnsServers(question);
  return Promise.all([
    ...dns.map((server) => dnsItem(server, question, asked)),
    ...ntp.map((server) => ntpItem(server, question, asked)),
  ]);
}

/** Nothing is sent to them in practice; one line each is enough to say so. */
export function serversInPractice({ network }: Pick<SitePlan, 'network'>): readonly PreflightItem[] {
  const message = {
    zh: '演练时不会向规划表中的服务器发送任何内容；只能在真实站点上检查。',
    en: 'The practice site sends nothing to servers from the workbook. They are checked on a real site only.',
  };
  const lists = [
    { code: dnsCode, servers: network.dns },
    { code: ntpCode, servers: network.ntp },
  ];
  return lists
    .filter(({ servers }) => servers.length > 0)
    .map(({ code, servers }) => notLookedAt({ code, subject: servers.join(', ') }, message));
}
