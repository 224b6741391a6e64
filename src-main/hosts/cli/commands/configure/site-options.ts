/** Where `configure` works: the practice site, or a real one whose address the person gave or agreed to. */
import type { Site } from '../../../../contract/configure.ts';
import { AppError } from '../../../../contract/errors.ts';
import { requireFingerprints, requireSiteAddress } from '../../../../contract/order-checks.ts';
import type { PracticePace } from '../../../../contract/practice-pace.ts';
import { textIn, type Text } from '../../../../contract/text.ts';
import type { Access } from '../../access.ts';
import type { CommandLine } from '../../command-line.ts';
import { saysYes } from '../../confirm.ts';

/** The options that say which site it is, and what goes with the one kind of site only. */
export interface SiteOptions {
  /** True without an address. */
  readonly practice?: string | true;
  readonly practiceFresh?: true;
  readonly fault?: string[];
  readonly pace?: PracticePace;
  readonly baseUrl?: string;
  readonly allowHttp?: true;
  readonly acceptFingerprint?: string[];
  readonly profile?: string;
}

/** What only the data folder's own practice site can be told; one that is served elsewhere is told where it is started. */
const ownOnly = { fault: '--fault', pace: '--pace', practiceFresh: '--practice-fresh' } as const;

/** The faults of the command line; `none` only takes back what was ordered before. */
const faultsOf = ({ fault }: SiteOptions): string[] | undefined => fault?.filter((spec) => spec !== 'none');

/** Throws USAGE, INPUT_INVALID and FAULT_INVALID for what is no address, fingerprint or fault, before anything is opened. */
export async function requireUsableSite(options: SiteOptions): Promise<void> {
  const { practice, baseUrl } = options;
  requireFingerprints('--accept-fingerprint', options.acceptFingerprint ?? []);
  if (baseUrl !== undefined) {
    requireSiteAddress('--base-url', baseUrl);
  }
  if (typeof practice === 'string') {
    requireSiteAddress('--practice', practice);
    for (const name of ['fault', 'pace', 'practiceFresh'] as const) {
      if (options[name] !== undefined) {
        throw setElsewhere(ownOnly[name], practice);
      }
    }
  }
  const faults = faultsOf(options) ?? [];
  if (faults.length > 0) {
    await (await import('../../../../runtime.ts')).requireFaults(faults);
  }
}

const setElsewhere = (name: string, url: string): AppError =>
  new AppError('USAGE', {
    zh: `${name} 只用于本数据目录的演练环境；${url} 的演练环境请在启动它的地方设置。`,
    en: `${name} is for the practice site of this data folder. For ${url}, set it where that site is started.`,
  });

function noSite(proposed: string | null): AppError {
  const [zh, en] =
    proposed === null
      ? ['', '']
      : [
          `规划表中第一台主机的管理地址为 ${proposed}，如果它就是本站点，请加 --base-url ${proposed}。`,
          ` The first host in the workbook has the management IP ${proposed}; if this is the site, add --base-url ${proposed}.`,
        ];
  return new AppError(
    'USAGE',
    {
      zh: `configure 需要 --practice[=URL] 或 --base-url URL，二者选一。${zh}`,
      en: `configure needs either --practice[=URL] or --base-url URL.${en}`,
    },
    proposed === null ? {} : { data: { proposed } },
  );
}

const useAddress = (url: string): Text => ({
  zh: `未指定站点。使用规划表中第一台主机的管理地址 ${url}？[y/N] `,
  en: `No site given. Use the management IP of the first host in the workbook, ${url}? [y/N] `,
});

function practiceSite(options: SiteOptions): Site {
  const { practice, pace } = options;
  const faults = faultsOf(options);
  const site: Site = { kind: 'practice', url: practice === true ? null : (practice ?? null) };
  if (faults !== undefined) {
    site.faults = faults;
  }
  if (pace !== undefined) {
    site.pace = pace;
  }
  return site;
}

/** The site of the command line; without one the sheet's address is named, and on a terminal asked about. */
export async function siteOf(
  options: SiteOptions,
  { access, command, file }: { access: Access; command: CommandLine; file: string },
): Promise<Site> {
  if (options.practice !== undefined) {
    return practiceSite(options);
  }
  const allowHttp = options.allowHttp ?? false;
  if (options.baseUrl !== undefined) {
    return { kind: 'real', baseUrl: options.baseUrl, allowHttp };
  }
  const { profile } = options;
  const request = profile === undefined ? { file } : { file, profile };
  const baseUrl = await access.client.configure.proposedAddress(request);
  if (baseUrl === null || !process.stdin.isTTY) {
    throw noSite(baseUrl);
  }
  if (!(await saysYes(textIn(useAddress(baseUrl), command.language)))) {
    throw noSite(baseUrl);
  }
  return { kind: 'real', baseUrl, allowHttp };
}
