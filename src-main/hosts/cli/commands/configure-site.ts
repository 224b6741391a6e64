/** Where `configure` works: the practice site, or a real one whose address the person gave or agreed to. */
import { AppError } from '../../../contract/errors.ts';
import type { Site } from '../../../contract/configure.ts';
import { requireFingerprints, requireSiteAddress } from '../../../contract/order-checks.ts';
import { requirePace } from '../../../contract/practice-pace.ts';
import type { Access } from '../access.ts';
import type { CommandLine } from '../command-line.ts';
import { saysYes } from '../confirm.ts';
import { textsOf } from '../texts.ts';

const isPractice = ({ values }: CommandLine): boolean =>
  values.practice === true || values['practice-url'] !== undefined;

const practiceOnly = ['fault', 'pace', 'practice-fresh'] as const;

/** The faults of the command line; `none` only takes back what was ordered before. */
const faultsOf = ({ values }: CommandLine): string[] | undefined =>
  values.fault?.filter((spec) => spec !== 'none');

/** Throws USAGE for what contradicts itself, INPUT_INVALID and FAULT_INVALID for what is no address, fingerprint or fault, before anything is opened. */
export async function requireOneSite(command: CommandLine): Promise<void> {
  const { values } = command;
  requireFingerprints('--accept-fingerprint', values['accept-fingerprint'] ?? []);
  if (isPractice(command)) {
    if (values['base-url'] !== undefined) {
      throw neitherOrBoth(null);
    }
    if (values['practice-url'] !== undefined) {
      requireSiteAddress('--practice', values['practice-url']);
    }
    const faults = faultsOf(command) ?? [];
    if (faults.length > 0) {
      await (await import('../../../runtime.ts')).requireFaults(faults);
    }
    return;
  }
  if (values['base-url'] !== undefined) {
    requireSiteAddress('--base-url', values['base-url']);
  }
  const needsPractice = practiceOnly.find((name) => values[name] !== undefined);
  if (needsPractice !== undefined) {
    throw new AppError('USAGE', {
      zh: `--${needsPractice} 只能与 --practice 同用，不用于真实站点。`,
      en: `--${needsPractice} can only be used with --practice, not on a real site.`,
    });
  }
}

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

/** The site of the command line; without one the sheet's address is named, and on a terminal asked about. */
export async function siteOf(command: CommandLine, { client }: Access, file: string): Promise<Site> {
  const { values } = command;
  if (isPractice(command)) {
    const faults = faultsOf(command);
    const site: Site = { kind: 'practice', url: values['practice-url'] ?? null };
    if (faults !== undefined) {
      site.faults = faults;
    }
    if (values.pace !== undefined) {
      site.pace = requirePace('--pace', values.pace);
    }
    return site;
  }
  const allowHttp = values['allow-http'] ?? false;
  const given = values['base-url'];
  if (given !== undefined) {
    return { kind: 'real', baseUrl: given, allowHttp };
  }
  const { profile } = values;
  const request = profile === undefined ? { file } : { file, profile };
  const baseUrl = await client.configure.proposedAddress(request);
  if (baseUrl === null || !process.stdin.isTTY) {
    throw neitherOrBoth(baseUrl);
  }
  if (!(await saysYes(textsOf(command.language).useAddress(baseUrl)))) {
    throw neitherOrBoth(baseUrl);
  }
  return { kind: 'real', baseUrl, allowHttp };
}
