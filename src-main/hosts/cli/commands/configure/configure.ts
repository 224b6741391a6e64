import { configureOrder } from '../../../../contract/configure-order.ts';
/** The main job. Without --yes it shows the preview and asks, or leaves the run waiting to be confirmed. */
import type { ConfigureRequest } from '../../../../contract/configure.ts';
import { requireScope } from '../../../../contract/step-pattern.ts';
import { textIn, type Text } from '../../../../contract/text.ts';
import { openForWork, withAccess, type Access } from '../../access.ts';
import type { CommandLine } from '../../command-line.ts';
import { saysYes } from '../../confirm.ts';
import { defineCommand } from '../../define-command.ts';
import { keyAndValue, secretFromEnvironment } from '../../option-values.ts';
import type { Output } from '../../output.ts';
import { confirmPreview, previewLines } from '../../preview-lines.ts';
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

interface Ordering {
  readonly access: Access;
  readonly command: CommandLine;
  readonly output: Output;
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
  const { access, command, output } = ordering;
  if (options.preview === true) {
    const preview = await access.client.runs.preview(configureOrder(request));
    output.answer(preview, () => previewLines(preview, command));
    return 0;
  }
  if (options.preflight !== true && options.pairing !== true) {
    return null;
  }
  const { lookAtPairing, lookBefore } = await import('./looks.ts');
  return options.pairing === true ? lookAtPairing(ordering, request) : lookBefore(ordering, request);
}

/** On a terminal the preview is shown and a yes asked for; elsewhere the run waits to be confirmed. Null: the person said no. */
async function isConfirmed(
  request: ConfigureRequest,
  { yes }: Options,
  { access, command, output }: Ordering,
): Promise<boolean | null> {
  if (yes === true || !process.stdin.isTTY) {
    return yes ?? false;
  }
  output.say(...previewLines(await access.client.runs.preview(configureOrder(request)), command));
  return (await saysYes(textIn(confirmPreview, command.language))) ? true : null;
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
    11: { zh: '执行任务等待处理，例如等待确认', en: 'the run needs attention, for example a confirmation' },
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
        const confirmed = await isConfirmed(request, options, ordering);
        if (confirmed === null) {
          return 130;
        }
        begins();
        const run = await access.client.runs.start({ ...configureOrder(request), confirmed });
        return waitForRun(run, ordering);
      },
    );
  },
});
