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

const practiceOnly = { fault: '--fault', pace: '--pace', practiceFresh: '--practice-fresh' } as const;

/** The faults of the command line; `none` only takes back what was ordered before. */
const faultsOf = ({ fault }: SiteOptions): string[] | undefined => fault?.filter((spec) => spec !== 'none');

/** Throws USAGE for what contradicts itself, INPUT_INVALID and FAULT_INVALID for what is no address, fingerprint or fault, before anything is opened. */
export async function requireOneSite(options: SiteOptions): Promise<void> {
  const { practice, baseUrl } = options;
  requireFingerprints('--accept-fingerprint', options.acceptFingerprint ?? []);
  if (practice !== undefined) {
    if (baseUrl !== undefined) {
      throw neitherOrBoth(null);
    }
    if (practice !== true) {
      requireSiteAddress('--practice', practice);
    }
    const faults = faultsOf(options) ?? [];
    if (faults.length > 0) {
      await (await import('../../../../runtime.ts')).requireFaults(faults);
    }
    return;
  }
  if (baseUrl !== undefined) {
    requireSiteAddress('--base-url', baseUrl);
  }
  for (const name of ['fault', 'pace', 'practiceFresh'] as const) {
    if (options[name] !== undefined) {
      throw needsPractice(practiceOnly[name]);
    }
  }
}

const needsPractice = (name: string): AppError =>
  new AppError('USAGE', {
    zh: `${name} 只能与 --practice 同用，不用于真实站点。`,
    en: `${name} can only be used with --practice, not on a real site.`,
  });

function neitherOrBoth(proposed: string | null): AppError {
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
    throw neitherOrBoth(baseUrl);
  }
  if (!(await saysYes(textIn(useAddress(baseUrl), command.language)))) {
    throw neitherOrBoth(baseUrl);
  }
  return { kind: 'real', baseUrl, allowHttp };
}
