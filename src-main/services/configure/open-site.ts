import { resultCodeOf } from '../../adapters/smartx/result-code.ts';
import { createHttpClient, type CallRecord, type HttpClient } from '../../adapters/http/http-client.ts';
import { hostOf, type ConnectionRules } from '../../adapters/http/connection-rules.ts';
import { createSmartxCluster } from '../../adapters/smartx/cluster.ts';
import { createUploader } from '../../adapters/smartx/uploader.ts';
import { createHostAccess } from '../../adapters/ssh/host-access.ts';
import { AppError } from '../../contract/errors.ts';
import type { Text } from '../../contract/text.ts';
import { type ConfigureInput, effectivePlan } from '../../engines/configure/index.ts';
import type { HostAccess, SmartxCluster, Uploader } from '../../engines/configure/ports.ts';
import { practicePlanOf } from '../../engines/configure/practice-plan.ts';
import { currentPasswords } from './current-passwords.ts';
import type { ConfigureServices } from './configure-services.ts';
import { createSiteLooks, type SiteLooks } from './site-looks.ts';

/** The connections to one site, and what only that site knows. */
export interface OpenSite {
  readonly cluster: SmartxCluster;
  readonly hosts: HostAccess;
  readonly uploader: Uploader;
  readonly looks: SiteLooks;
  /** Keys are pinned under this name: the planned site, not its address. */
  readonly siteName: string;
  readonly currentPassword: (hostName: string, account: string) => string | null;
  release(): Promise<void>;
}

/** Whose keys these are: customers reuse address ranges, so an address alone does not tell. */
function siteNameOf({ plan, site }: ConfigureInput): string {
  const planned = [plan.customer, plan.project, plan.cluster.name].map((part) => part ?? '').join('/');
  return site.kind === 'practice' ? `practice/${planned}` : planned;
}

function onlyTo(allowed: ReadonlySet<string>): (host: string) => void {
  return (host) => {
    if (allowed.has(host)) {
      return;
    }
    const text = {
      zh: `不能向 ${host} 发送任何请求：它不是本站点的地址。`,
      en: `Requests to ${host} are not allowed: it is not an address of this site.`,
    };
    throw new AppError('ADDRESS_NOT_ALLOWED', text, { data: { host } });
  };
}

const onlyPlanned = (address: string): Text => ({
  zh: `${address} 是规划表中的地址，演练时不会向它发送任何内容；只能在真实站点上检查。`,
  en: `${address} is an address from the workbook; the practice site sends nothing to it. Check it on the real site.`,
});

function noPracticeHost(address: string): AppError {
  const text = {
    zh: `演练环境中没有地址为 ${address} 的主机。`,
    en: `The practice site has no host at ${address}.`,
  };
  return new AppError('ADDRESS_NOT_ALLOWED', text, { data: { address } });
}

interface Route {
  readonly rules: ConnectionRules;
  readonly baseUrl: string;
  readonly resolve: (address: string) => { host: string; port: number };
  readonly acceptedSshKeys: (address: string) => readonly string[];
  readonly currentPassword: OpenSite['currentPassword'];
  /** Throws ADDRESS_NOT_ALLOWED for what may not even be looked at. */
  readonly mayLookAt: (address: string) => void;
}

/** In practice nothing is ever sent to an address of the sheet: each stands for a port of the practice site. */
async function practiceRoute(
  input: ConfigureInput,
  services: ConfigureServices,
  siteName: string,
): Promise<Route> {
  if (input.site.kind !== 'practice') {
    throw new AppError('INTERNAL', 'not a practice site');
  }
  const plan = effectivePlan(input);
  const site = await services.practice.attach(input.site.url, practicePlanOf(plan));
  const byAddress = new Map(site.hosts.map((host) => [host.managementIp, host]));
  const { url } = site.smartx;
  const allowed = new Set([new URL(url).hostname, ...site.hosts.map(({ host }) => host)]);
  for (const host of site.hosts) {
    for (const { password } of host.accounts) {
      if (password !== null) {
        services.redactor.add(password);
      }
    }
  }
  return {
    baseUrl: url,
    rules: {
      site: siteName,
      pins: { accepted: () => (site.tlsFingerprint === null ? [] : [site.tlsFingerprint]) },
      allowHttp: true,
      allowedHosts: onlyTo(allowed),
    },
    resolve(address) {
      const host = byAddress.get(address);
      if (host === undefined) {
        throw noPracticeHost(address);
      }
      return { host: host.host, port: host.port };
    },
    mayLookAt(address) {
      throw new AppError('ADDRESS_NOT_ALLOWED', onlyPlanned(address), { data: { address } });
    },
    acceptedSshKeys: (address) => [byAddress.get(address)?.hostKey].filter((key) => key !== undefined),
    currentPassword: (hostName, account) =>
      site.hosts.find(({ name }) => name === hostName)?.accounts.find(({ user }) => user === account)
        ?.password ?? null,
  };
}

function realRoute(input: ConfigureInput, services: ConfigureServices, siteName: string): Route {
  if (input.site.kind !== 'real') {
    throw new AppError('INTERNAL', 'not a real site');
  }
  const { baseUrl, allowHttp } = input.site;
  const plan = effectivePlan(input);
  const { siteKeys, vault } = services;
  const allowed = new Set([hostOf(baseUrl), ...plan.hosts.map(({ managementIp }) => managementIp)]);
  const requireAllowed = onlyTo(allowed);
  const { vip } = plan.cluster;
  const { dns, ntp } = plan.network;
  const lookedAt = [...(vip === null ? [] : [vip]), ...dns, ...ntp];
  const current = currentPasswords((key) => vault.given(input.orderId, key));
  return {
    baseUrl,
    rules: {
      site: siteName,
      pins: { accepted: (site) => siteKeys.accepted(site, 'tls') },
      acceptedAhead: input.acceptFingerprints,
      allowHttp,
      allowedHosts: requireAllowed,
    },
    resolve(address) {
      requireAllowed(address);
      return { host: address, port: 22 };
    },
    mayLookAt: onlyTo(new Set([...allowed, ...lookedAt])),
    acceptedSshKeys: (address) => siteKeys.accepted(siteName, 'ssh', address),
    currentPassword: (_host, account) => current(account),
  };
}

export interface SiteRequest {
  readonly input: ConfigureInput;
  /** Nothing is to be done: a login that was made lately need not be made again. */
  readonly isLook: boolean;
}

export async function openSite(
  { input, isLook }: SiteRequest,
  services: ConfigureServices,
  onCall: (record: CallRecord) => void,
): Promise<OpenSite> {
  const siteName = siteNameOf(input);
  const route =
    input.site.kind === 'practice'
      ? await practiceRoute(input, services, siteName)
      : realRoute(input, services, siteName);
  const { logins, redactor } = services;
  const hosts = createHostAccess({
    resolve: route.resolve,
    acceptedKeys: route.acceptedSshKeys,
    acceptedAhead: input.acceptFingerprints,
    redactor,
  });
  const http: HttpClient = createHttpClient({
    baseUrl: route.baseUrl,
    rules: route.rules,
    onCall,
    codeIn: resultCodeOf,
  });
  return {
    siteName,
    cluster: logins.aroundCluster(createSmartxCluster({ http, redactor }), { site: siteName }),
    hosts: logins.aroundHosts(hosts, { site: siteName, isLook }),
    uploader: createUploader({ rules: route.rules, onCall, redactor }),
    looks: createSiteLooks({
      http,
      rules: route.rules,
      mayLookAt: route.mayLookAt,
      acceptedHostKeys: route.acceptedSshKeys,
      acceptedAhead: input.acceptFingerprints,
      now: () => services.clock.now(),
    }),
    currentPassword: route.currentPassword,
    release: () => http.close(),
  };
}
