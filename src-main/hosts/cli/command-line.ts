/** What all commands have in common on their line. */
import { isAbsolute, resolve } from 'node:path';
import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { z } from 'zod';
import { languageSchema } from '../../contract/text-schema.ts';
import type { Language } from '../../contract/text.ts';

/** The options that every command has, and where the person stands. */
export interface CommandLine {
  readonly json: boolean;
  readonly language: Language;
  /** The folder of --home; null where it was not given. */
  readonly home: string | null;
  /** Paths are relative to where the person stands; npm changes the directory and says so in INIT_CWD. */
  path(given: string): string;
}

const commonSchema = z.object({
  home: z.string().optional(),
  json: z.boolean().default(false),
  lang: languageSchema.optional(),
});

function languageOfEnvironment(environment: NodeJS.ProcessEnv): Language {
  const named = ['LC_ALL', 'LC_MESSAGES', 'LANG'].map((name) => environment[name] ?? '');
  // Windows says nothing in the environment; its own setting is what Node formats dates by.
  const locale = named.find((name) => name !== '') ?? Intl.DateTimeFormat().resolvedOptions().locale;
  return locale.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

/** The language to answer in also when the rest of the command line cannot be read: --lang if it names one we speak. */
export function languageToAnswerIn(argv: readonly string[], environment: NodeJS.ProcessEnv): Language {
  const given = argv.flatMap((word, index) => {
    if (word.startsWith('--lang=')) {
      return [word.slice('--lang='.length)];
    }
    return word === '--lang' ? argv.slice(index + 1, index + 2) : [];
  });
  const language = languageSchema.safeParse(given.at(-1));
  return language.success ? language.data : languageOfEnvironment(environment);
}

/** They may stand before the command and behind it; the last one counts. */
function commonOf(command: CommandUnknownOpts): object {
  const before = command.parent === null ? {} : commonOf(command.parent);
  return Object.assign(before, command.opts());
}

export function readCommon(command: CommandUnknownOpts, environment: NodeJS.ProcessEnv): CommandLine {
  const { home, json, lang } = commonSchema.parse(commonOf(command));
  const standing = environment['INIT_CWD'] ?? process.cwd();
  const path = (given: string): string => (isAbsolute(given) ? given : resolve(standing, given));
  return {
    json,
    language: lang ?? languageOfEnvironment(environment),
    home: home === undefined ? null : path(home),
    path,
  };
}
