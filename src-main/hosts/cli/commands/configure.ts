import { configureOrder } from '../../../contract/configure-order.ts';
import type { ConfigureRequest } from '../../../contract/configure.ts';
import { openForWork, withAccess, type Access } from '../access.ts';
import {
  type CommandLine,
  keyAndValue,
  requireNoMore,
  requireWord,
  secretFromEnvironment,
} from '../command-line.ts';
import { saysYes } from '../confirm.ts';
import type { Output } from '../output.ts';
import { previewLines } from '../preview-lines.ts';
import { textsOf } from '../texts.ts';
import { requireOneSite, siteOf } from './configure-site.ts';
import { waitForRun } from '../wait-for-run.ts';

function secretsOf({ values }: CommandLine): ConfigureRequest['secrets'] {
  const resolved = (option: string, key: string, given: string): ConfigureRequest['secrets'][number] => ({
    key,
    value: secretFromEnvironment(option, given, process.env),
    environment: given.slice('env:'.length),
  });
  const named = (values.secret ?? []).map((given) => keyAndValue('--secret', given));
  return [
    ...(['token', 'current-password'] as const).flatMap((name) =>
      values[name] === undefined ? [] : [resolved(`--${name}`, name, values[name])],
    ),
    ...named.map(({ key, value }) => resolved('--secret', key, value)),
  ];
}

async function requestOf(command: CommandLine, access: Access): Promise<ConfigureRequest> {
  const { values } = command;
  const { client } = access;
  const grant = async (path: string): Promise<string> =>
    (await client.files.grant({ path: command.path(path) })).grant;
  const file = await grant(requireWord(command, 1, { zh: '规划表', en: 'workbook' }));
  return {
    file,
    iso: values.iso === undefined ? null : await grant(values.iso),
    site: await siteOf(command, access, file),
    ...(values.profile === undefined ? {} : { profile: values.profile }),
    ...(values.engineer === undefined ? {} : { engineer: values.engineer }),
    language: command.language,
    only: values.only ?? [],
    skip: values.skip ?? [],
    overwriteSerial: values['overwrite-serial'] ?? false,
    acceptFingerprints: values['accept-fingerprint'] ?? [],
    secrets: secretsOf(command),
    tryLogins: values['try-logins'] ?? false,
  };
}

interface Beside {
  readonly access: Access;
  readonly output: Output;
  /** The workbook's grant. */
  readonly file: string;
}

/** An ISO that lies beside the sheet may have been meant; it is named, and never used by itself. */
async function nameImages(command: CommandLine, { access, output, file }: Beside): Promise<void> {
  if (command.values.skip?.includes('iso') === true) {
    return;
  }
  const names = (await access.client.configure.images({ file })).map(({ fileName }) => fileName);
  if (names.length > 0) {
    output.say(textsOf(command.language).imagesBeside(names));
  }
}

/** `configure <workbook>`: the main job. Without --yes it shows the preview and asks, or leaves the run waiting to be confirmed. */
export async function configureCommand(command: CommandLine, output: Output): Promise<number> {
  requireNoMore(command, 2);
  await requireOneSite(command);
  return withAccess(
    () => openForWork(command),
    async (access, begins) => {
      const request = await requestOf(command, access);
      if (request.site.kind === 'practice') {
        output.say(textsOf(command.language).practice);
      }
      if (request.iso === null) {
        await nameImages(command, { access, output, file: request.file });
      }
      if (command.values['practice-fresh'] === true) {
        await access.client.practice.reset({});
      }
      if (command.values.preview === true) {
        const preview = await access.client.runs.preview(configureOrder(request));
        output.answer(preview, () => previewLines(preview, command));
        return 0;
      }
      if (command.values.preflight === true || command.values.pairing === true) {
        const { lookBefore } = await import('./configure-looks.ts');
        return lookBefore({ access, command, output }, request);
      }
      let confirmed = command.values.yes ?? false;
      if (!confirmed && process.stdin.isTTY) {
        output.say(...previewLines(await access.client.runs.preview(configureOrder(request)), command));
        confirmed = await saysYes(textsOf(command.language).confirm);
        if (!confirmed) {
          return 130;
        }
      }
      begins();
      const run = await access.client.runs.start({ ...configureOrder(request), confirmed });
      return waitForRun(run, { access, command, output });
    },
  );
}
