import { createInterface } from 'node:readline/promises';
import { AppError } from '../../../contract/errors.ts';
import type { ConfigureRequest, Site } from '../../../contract/configure.ts';
import type { PreviewDocument } from '../../../contract/run.ts';
import { textIn } from '../../../contract/text.ts';
import { openForWork, withAccess } from '../access.ts';
import type { Access } from '../access.ts';
import type { CommandLine } from '../command-line.ts';
import { keyAndValue, requireNoMore, requireWord, secretFromEnvironment } from '../command-line.ts';
import type { Output } from '../output.ts';
import { column } from '../output.ts';
import { textsOf } from '../texts.ts';
import { leftOutLines, waitForRun } from '../wait-for-run.ts';

function siteOf({ values }: CommandLine): Site {
  const url = values['practice-url'];
  const baseUrl = values['base-url'];
  const practice = values.practice === true || url !== undefined;
  if (practice === (baseUrl !== undefined))
    throw new AppError('USAGE', {
      zh: 'configure 需要 --practice[=URL] 或 --base-url URL，二者选一。',
      en: 'configure needs either --practice[=URL] or --base-url URL',
    });
  const { fault } = values;
  if (practice) {
    const ordered = fault?.filter((spec) => spec !== 'none');
    return { kind: 'practice', url: url ?? null, ...(ordered === undefined ? {} : { faults: ordered }) };
  }
  if (fault !== undefined)
    throw new AppError('USAGE', {
      zh: '--fault 只能与 --practice 同用：真实站点不能注入故障。',
      en: '--fault goes with --practice: nobody orders faults of a real site',
    });
  return { kind: 'real', baseUrl: baseUrl ?? '', allowHttp: values['allow-http'] ?? false };
}

function secretsOf({ values }: CommandLine): ConfigureRequest['secrets'] {
  const resolved = (option: string, key: string, given: string): ConfigureRequest['secrets'][number] => ({
    ...{ key, value: secretFromEnvironment(option, given, process.env) },
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

async function requestOf(command: CommandLine, { client }: Access): Promise<ConfigureRequest> {
  const { values } = command;
  const grant = async (path: string): Promise<string> =>
    (await client.files.grant({ path: command.path(path) })).grant;
  return {
    file: await grant(requireWord(command, 1, { zh: '规划表', en: 'the workbook' })),
    iso: values.iso === undefined ? null : await grant(values.iso),
    site: siteOf(command),
    ...(values.profile === undefined ? {} : { profile: values.profile }),
    ...{
      language: command.language,
      only: values.only ?? [],
      skip: values.skip ?? [],
      overwriteSerial: values['overwrite-serial'] ?? false,
    },
    ...{
      acceptFingerprints: values['accept-fingerprint'] ?? [],
      secrets: secretsOf(command),
    },
  };
}

function previewText(preview: PreviewDocument, { language }: CommandLine): string {
  const texts = textsOf(language);
  const steps = preview.steps.map(({ key, verdict, found, change, undo }) => {
    const parts = [found, change].filter((part) => part !== undefined);
    const what = parts.map((part) => textIn(part, language)).join(' → ');
    return `${column(texts.verdict[verdict], 10)} ${key}${what === '' ? '' : `: ${what}`}${verdict === 'done' ? '' : ` (${texts.undo[undo]})`}`;
  });
  return `${[...steps, ...leftOutLines(preview.leftOut, language)].join('\n')}\n`;
}

async function confirms(command: CommandLine): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^(y|yes|是)$/i.test((await terminal.question(textsOf(command.language).confirm)).trim());
  } finally {
    terminal.close();
  }
}

/** `configure <workbook>`: the main job. Without --yes it shows the preview and asks, or leaves the run waiting to be confirmed. */
export async function configureCommand(command: CommandLine, output: Output): Promise<number> {
  requireNoMore(command, 2);
  const site = siteOf(command);
  return withAccess(
    () => openForWork(command),
    async (access, begins) => {
      const request = await requestOf(command, access);
      if (site.kind === 'practice') output.say(textsOf(command.language).practice);
      if (command.values.preview === true) {
        const preview = await access.client.configure.preview(request);
        output.answer(preview, () => previewText(preview, command));
        return 0;
      }
      if (command.values.preflight === true || command.values.pairing === true) {
        const { lookBefore } = await import('./configure-looks.ts');
        return lookBefore({ access, command, output }, request);
      }
      let confirmed = command.values.yes ?? false;
      if (!confirmed && process.stdin.isTTY) {
        output.say(previewText(await access.client.configure.preview(request), command));
        confirmed = await confirms(command);
        if (!confirmed) return 130;
      }
      begins();
      const run = await access.client.configure.start({ ...request, confirmed });
      return waitForRun(run, { access, command, output });
    },
  );
}
