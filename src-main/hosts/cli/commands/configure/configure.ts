import { configureOrder } from '../../../../contract/configure-order.ts';
/** The main job. Without --yes it shows the preview and asks, or leaves the run waiting to be confirmed. */
import type { ConfigureRequest } from '../../../../contract/configure.ts';
import { requireScope } from '../../../../contract/step-pattern.ts';
import { textIn, type Text } from '../../../../contract/text.ts';
import { openForWork, withAccess } from '../../access.ts';
import { defineCommand } from '../../define-command.ts';
import { keyAndValue, secretFromEnvironment } from '../../option-values.ts';
import { isConfirmed, mayWait, showPreview, type Ordering } from '../../order-run.ts';
import { textsOf } from '../../texts.ts';
import { runDocument, waitForRun } from '../../wait-for-run.ts';
import { profile, workbook } from '../plan/of-workbook.ts';
import { documents } from './documents.ts';
import * as take from './options.ts';
import { requireUsableSite, siteOf, type SiteOptions } from './site-options.ts';

interface Options extends SiteOptions {
  readonly iso?: string;
  readonly engineer?: string;
  readonly only?: string[];
  readonly skip?: string[];
  readonly secret?: string[];
  readonly token?: string;
  readonly currentPassword?: string;
  readonly overwriteSerial?: true;
  readonly tryLogins?: true;
  readonly practiceFresh?: true;
  readonly preview?: true;
  readonly preflight?: true;
  readonly pairing?: true;
  readonly yes?: true;
}

function secretsOf({ token, currentPassword, secret = [] }: Options): ConfigureRequest['secrets'] {
  const resolved = (option: string, key: string, given: string): ConfigureRequest['secrets'][number] => ({
    key,
    value: secretFromEnvironment(option, given, process.env),
    environment: given.slice('env:'.length),
  });
  const secrets = secret.map((given) => {
    const { key, value } = keyAndValue('--secret', given);
    return resolved('--secret', key, value);
  });
  if (currentPassword !== undefined) {
    secrets.unshift(resolved('--current-password', 'current-password', currentPassword));
  }
  if (token !== undefined) {
    secrets.unshift(resolved('--token', 'token', token));
  }
  return secrets;
}

async function requestOf(
  path: string,
  options: Options,
  { access, command }: Ordering,
): Promise<ConfigureRequest> {
  const grant = async (given: string): Promise<string> =>
    (await access.client.files.grant({ path: command.path(given) })).grant;
  const file = await grant(path);
  const request: ConfigureRequest = {
    file,
    iso: options.iso === undefined ? null : await grant(options.iso),
    site: await siteOf(options, { access, command, file }),
    language: command.language,
    only: options.only ?? [],
    skip: options.skip ?? [],
    overwriteSerial: options.overwriteSerial ?? false,
    acceptFingerprints: options.acceptFingerprint ?? [],
    secrets: secretsOf(options),
    tryLogins: options.tryLogins ?? false,
  };
  if (options.profile !== undefined) {
    request.profile = options.profile;
  }
  if (options.engineer !== undefined) {
    request.engineer = options.engineer;
  }
  return request;
}

const imagesBeside = (names: readonly string[]): Text => ({
  zh: `规划表所在目录有 ${names.join('、')}，本次未使用；如需上传，请用 --iso 指定${names.length > 1 ? '其中一个' : ''}`,
  en: `Found next to the workbook but not used: ${names.join(', ')}. To upload ${names.length > 1 ? 'one of them' : 'it'}, add --iso.`,
});

/** An ISO that lies beside the sheet may have been meant; it is named, and never used by itself. */
async function nameImages(request: ConfigureRequest, { access, command, output }: Ordering): Promise<void> {
  if (request.iso !== null || request.skip.includes('iso')) {
    return;
  }
  const names = (await access.client.configure.images({ file: request.file })).map(
    ({ fileName }) => fileName,
  );
  if (names.length > 0) {
    output.say(textIn(imagesBeside(names), command.language));
  }
}

/** Looks without a run, where the line asks for that; null otherwise. */
async function look(request: ConfigureRequest, options: Options, ordering: Ordering): Promise<number | null> {
  if (options.preview === true) {
    await showPreview(configureOrder(request), ordering);
    return 0;
  }
  if (options.preflight !== true && options.pairing !== true) {
    return null;
  }
  const { lookAtPairing, lookBefore } = await import('./looks.ts');
  return options.pairing === true ? lookAtPairing(ordering, request) : lookBefore(ordering, request);
}

export const command = defineCommand({
  does: {
    zh: '预览或执行一个集群的配置',
    en: 'previews or runs the configuration of a cluster',
  },
  exits: {
    2: {
      zh: '--preflight 发现会妨碍执行的问题，或 --pairing 有主机未找到或不明确',
      en: 'with --preflight: something would keep the run from going well; with --pairing: a host is missing or ambiguous',
    },
    11: mayWait,
  },
  documents: { '': runDocument, ...documents },
  declare: (bare) =>
    bare
      .addArgument(workbook)
      .addOption(take.practice)
      .addOption(take.baseUrl)
      .addOption(take.allowHttp)
      .addOption(take.engineer)
      .addOption(take.iso)
      .addOption(take.preview)
      .addOption(take.preflight)
      .addOption(take.tryLogins)
      .addOption(take.pairing)
      .addOption(take.yes)
      .addOption(take.only)
      .addOption(take.skip)
      .addOption(take.acceptFingerprint)
      .addOption(take.currentPassword)
      .addOption(take.token)
      .addOption(take.secret)
      .addOption(take.overwriteSerial)
      .addOption(take.fault)
      .addOption(take.pace)
      .addOption(take.practiceFresh)
      .addOption(profile),
  async run({ args: [path], options, command: line, output }) {
    requireScope(options.only ?? [], options.skip ?? []);
    await requireUsableSite(options);
    return withAccess(
      () => openForWork(line),
      async (access, begins) => {
        const ordering = { access, command: line, output };
        const request = await requestOf(path, options, ordering);
        if (request.site.kind === 'practice') {
          output.say(textsOf(line.language).practice);
        }
        await nameImages(request, ordering);
        if (options.practiceFresh === true) {
          await access.client.practice.reset({});
        }
        const looked = await look(request, options, ordering);
        if (looked !== null) {
          return looked;
        }
        const asked = configureOrder(request);
        const confirmed = await isConfirmed(asked, options.yes === true, ordering);
        if (confirmed === null) {
          return 130;
        }
        begins();
        const run = await access.client.runs.start({ ...asked, confirmed });
        return waitForRun(run, ordering);
      },
    );
  },
});
