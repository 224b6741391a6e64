import { randomUUID } from 'node:crypto';
import type { ConfigureOrder } from './files.ts';
import type { PairingRow } from '../../contract/configure.ts';
import { AppError } from '../../contract/errors.ts';
import { requireUsableOrder } from '../../contract/order-checks.ts';
import type { SitePlan } from '../../contract/site-plan.ts';
import {
  type ConfigureInput,
  type NewSheet,
  type SheetOfOrder,
  pairHosts,
  pathInNewSheet,
  requireKeyFields,
  selectSteps,
  withNewSheet,
} from '../../engines/configure/index.ts';
import type { WorkbookReading } from '../../workbook/index.ts';
import { practiceFaults } from '../practice/serve-practice.ts';
import { requireFaultNames } from './fault-names.ts';
import { requireGivenSecrets } from './given-secrets.ts';
import { describeIso } from './iso-image.ts';
import { openImport } from './open-import.ts';
import { openSite } from './open-site.ts';
import type { PlanService } from './plan-service.ts';
import type { ConfigureServices } from './configure-services.ts';

export interface ConfigureService {
  pairing(order: ConfigureOrder, signal: AbortSignal): Promise<readonly PairingRow[]>;
  /** What a run would be asked to do for this order; refuses a sheet whose key fields are missing. */
  input(order: ConfigureOrder): Promise<ConfigureInput>;
  /** The order of a run with the sheet read again, and the steps about which it now says something else. */
  withNewSheet(input: ConfigureInput): Promise<NewSheet>;
}

export interface ConfigurePorts {
  readonly services: ConfigureServices;
  readonly plans: PlanService;
}

/** Which paths of the plan cannot be used, and why: an error of the sheet leaves out only what needs its cell. */
function blockedBy({ findings }: WorkbookReading): ConfigureInput['blocked'] {
  return findings
    .filter(({ severity }) => severity === 'error')
    .flatMap(({ sheet, cell, message, blocks = [] }) =>
      blocks.map((path) => ({
        path,
        because: { zh: `${sheet}!${cell} ${message.zh}`, en: `${sheet}!${cell}: ${message.en}` },
      })),
    );
}

/** Passwords would cross the network readable; nobody may come to that by a slip. */
function requireSafeUrl({ baseUrl, allowHttp }: Extract<ConfigureOrder['site'], { kind: 'real' }>): void {
  if (allowHttp || new URL(baseUrl).protocol === 'https:') {
    return;
  }
  throw new AppError('HTTP_NOT_ALLOWED', {
    zh: `${baseUrl} 使用明文 HTTP，密码会在网络上明文传输；请改用 https，或确认风险后加 --allow-http。`,
    en: `${baseUrl} uses plain HTTP, which sends passwords unencrypted. Use https, or accept the risk with --allow-http.`,
  });
}

/**
 * The site as the run keeps it, with the faults that are in effect there now: they belong to the process that was asked
 * for them, and end with it. An order that says nothing of faults or pace leaves them.
 */
async function siteOf(
  { site }: ConfigureOrder,
  plan: SitePlan,
  { practice }: ConfigureServices,
): Promise<ConfigureInput['site']> {
  if (site.kind === 'real') {
    requireSafeUrl(site);
    return site;
  }
  const { kind, url, faults, pace } = site;
  if (url !== null) {
    if (pace !== undefined || (faults !== undefined && faults.length > 0)) {
      throw new AppError('USAGE', {
        zh: `故障和速度只能在启动演练环境时指定，不能对 ${url} 指定。`,
        en: `Faults and pace can only be set where the practice site is started, not for ${url}.`,
      });
    }
    return { kind, url, faults: [...(await practice.requireServed(url))] };
  }
  if (faults !== undefined) {
    requireFaultNames(faults, await practiceFaults(), plan);
    await practice.orderFaults(faults);
  }
  if (pace !== undefined) {
    await practice.orderPace(pace);
  }
  await practice.requireOwn();
  return { kind, url, faults: [...practice.orderedFaults()] };
}

function fromReading(reading: WorkbookReading): SheetOfOrder {
  return {
    plan: reading.plan,
    workbook: { path: reading.workbook.path, sha256: reading.workbook.sha256 },
    blocked: blockedBy(reading),
    notPlanned: reading.leftOut.map(({ subject, cell, because, isTemplateRow }) => ({
      key: `${cell.sheet}!${cell.cell}`,
      title: subject,
      cells: [cell],
      because,
      isTemplateRow,
    })),
    serialCell: reading.plan.serialCell,
  };
}

/** Who signs: the one the order names, else the one of the home's settings; null leaves the line open. */
function engineerOf({ engineer }: ConfigureOrder, { settings }: ConfigureServices): string | null {
  const name = engineer ?? settings.read().engineer;
  return name === '' ? null : name;
}

export function createConfigureService({ services, plans }: ConfigurePorts): ConfigureService {
  const { vault, home } = services;

  const isoOf = async ({ isoPath, path, site }: ConfigureOrder): Promise<ConfigureInput['iso']> =>
    isoPath === null
      ? null
      : describeIso(isoPath, { workbook: path, home, isForPractice: site.kind === 'practice' });

  async function toInput(order: ConfigureOrder): Promise<ConfigureInput> {
    requireUsableOrder(order);
    requireGivenSecrets(order.secrets);
    const iso = await isoOf(order);
    const { reading } = await openImport(
      { services, plans },
      { path: order.path, profile: order.profile ?? null },
    );
    const orderId = randomUUID();
    for (const { key, value } of order.secrets) {
      vault.give(orderId, key, value);
    }
    const input: ConfigureInput = {
      orderId,
      given: order.secrets.map(({ key, environment }) => ({ key, environment })),
      ...fromReading(reading),
      edits: [],
      site: await siteOf(order, reading.plan, services),
      iso,
      only: order.only,
      skip: order.skip,
      overwriteSerial: order.overwriteSerial,
      acceptFingerprints: order.acceptFingerprints,
      language: order.language,
      engineer: engineerOf(order, services),
    };
    if (order.sha256 !== undefined) {
      requireSameWorkbook(input, order.sha256, services);
    }
    requireKeyFields(input);
    selectSteps(input);
    return input;
  }

  return {
    input: toInput,
    pairing: async (order, signal) => pairSite(await toInput(order), services, signal),
    async withNewSheet(input) {
      const reading = await plans.read({
        path: input.workbook.path,
        profile: input.plan.profile,
      });
      const next = withNewSheet(input, fromReading(reading), randomUUID());
      vault.handOver(input.orderId, next.input.orderId, (key) =>
        pathInNewSheet(input.plan, reading.plan, key),
      );
      return next;
    },
  };
}

/** What a person agreed to is what they were shown; a serial that we have written since changes nothing of it. */
function requireSameWorkbook(
  { workbook: { path, sha256: after } }: ConfigureInput,
  before: string,
  { imports }: Pick<ConfigureServices, 'imports'>,
): void {
  if (after === before || imports.isOwnChange(path, { before, after })) {
    return;
  }
  const text = {
    zh: `规划表 ${path} 在读取变更预览之后被修改过，任务未开始；请重新读取变更预览，核对后再开始。`,
    en: `Workbook ${path} was changed after the preview, so nothing was started. Refresh the preview and check it before you start.`,
  };
  throw new AppError('WORKBOOK_CHANGED', text, { data: { path } });
}

/** The pairing table of the site as it answers now, without a session. */
async function pairSite(
  input: ConfigureInput,
  services: ConfigureServices,
  signal: AbortSignal,
): Promise<readonly PairingRow[]> {
  const site = await openSite({ input, isLook: true }, services, () => undefined);
  try {
    site.cluster.useToken(services.vault.given(input.orderId, 'token'));
    return pairHosts(input.plan, await site.cluster.scanHosts({ signal }));
  } finally {
    await site.release();
  }
}
