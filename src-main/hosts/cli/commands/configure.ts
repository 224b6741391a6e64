import { createInterface } from 'node:readline/promises';
import { AppError } from '../../../contract/errors.ts';
import type { ConfigureRequest, Site } from '../../../contract/configure.ts';
import type { PreviewDocument } from '../../../contract/run.ts';
import { requirePace } from '../../../contract/practice-pace.ts';
import { textIn } from '../../../contract/text.ts';
import { openForWork } from '../access.ts';
import type { Access } from '../access.ts';
import type { CommandLine } from '../command-line.ts';
import { keyAndValue, requireNoMore, requireWord, secretFromEnvironment } from '../command-line.ts';
import type { Output } from '../output.ts';
import { column } from '../output.ts';
import { textsOf } from '../texts.ts';
import { leftOutLines, waitForRun } from '../wait-for-run.ts';

const practiceOnly = ['fault', 'pace', 'practice-fresh'] as const;

/** A fault that does not exist is refused before anything is opened. */
async function requireFaults(specs: readonly string[]): Promise<void> {
  if (specs.length > 0) await (await import('../../../runtime.ts')).requireFaults(specs);
}

async function siteOf({ values }: CommandLine): Promise<Site> {
  const url = values['practice-url'];
  const baseUrl = values['base-url'];
  const practice = values.practice === true || url !== undefined;
  if (practice === (baseUrl !== undefined))
    throw new AppError('USAGE', {
      zh: 'configure 需要 --practice[=URL] 或 --base-url URL，二者选一。',
      en: 'configure needs either --practice[=URL] or --base-url URL',
    });
  const { fault, pace } = values;
  if (practice) {
    const site: Site = { kind: 'practice', url: url ?? null };
    if (fault !== undefined) site.faults = fault.filter((spec) => spec !== 'none');
    if (pace !== undefined) site.pace = requirePace('--pace', pace);
    await requireFaults(site.faults ?? []);
    return site;
  }
  const needsPractice = practiceOnly.find((name) => values[name] !== undefined);
  if (needsPractice !== undefined)
    throw new AppError('USAGE', {
      zh: `--${needsPractice} 只能与 --practice 同用，不用于真实站点。`,
      en: `--${needsPractice} goes with --practice only, not with a real site`,
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

async function requestOf(
  command: CommandLine,
  site: Site,
  { client }: Access,
): Promise<ConfigureRequest> {
  const { values } = command;
  const grant = async (path: string): Promise<string> =>
    (await client.files.grant({ path: command.path(path) })).grant;
  return {
    file: await grant(requireWord(command, 1, { zh: '规划表', en: 'the workbook' })),
    iso: values.iso === undefined ? null : await grant(values.iso),
    site,
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
  const site = await siteOf(command);
  const access = await openForWork(command);
  try {
    if (site.kind === 'practice') output.say(textsOf(command.language).practice);
    if (command.values['practice-fresh'] === true) await access.client.practice.reset({});
    const request = await requestOf(command, site, access);
    if (command.values.preview === true) {
      const preview = await access.client.configure.preview(request);
      output.answer(preview, () => previewText(preview, command));
      return 0;
    }
    if (command.values.preflight === true || command.values.pairing === true) {
      const { lookBefore } = await import('./configure-looks.ts');
      return await lookBefore({ access, command, output }, request);
    }
    let confirmed = command.values.yes ?? false;
    if (!confirmed && process.stdin.isTTY) {
      output.say(previewText(await access.client.configure.preview(request), command));
      confirmed = await confirms(command);
      if (!confirmed) return 130;
    }
    const run = await access.client.configure.start({ ...request, confirmed });
    return await waitForRun(run, { access, command, output });
  } finally {
    await access.close();
  }
}
