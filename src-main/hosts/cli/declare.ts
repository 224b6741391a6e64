/** What command modules declare their arguments and options with: commander's own classes, with help in both languages. */
import { Argument, Option } from '@commander-js/extra-typings';
import type { AppError } from '../../contract/errors.ts';
import { verbatim, type Text } from '../../contract/text.ts';

interface OptionRules {
  /** An empty value means something; everywhere else it is a script's variable that was not set, and refused. */
  readonly mayBeEmpty?: boolean;
  /** Long flags of which one has to be given too: without them it does nothing. */
  readonly needs?: readonly string[];
  /** Long flags that it contradicts, or that do nothing beside it. */
  readonly excludes?: readonly string[];
  /** What is thrown where a mandatory option is missing, instead of USAGE. */
  readonly missing?: () => AppError;
}

class DeclaredOption<Flags extends string> extends Option<Flags> {
  readonly help: Text;
  readonly rules: OptionRules;

  constructor(flags: Flags, help: Text, rules: OptionRules) {
    super(flags, help.en);
    this.help = help;
    this.rules = rules;
  }
}

class DeclaredArgument<Usage extends string> extends Argument<Usage> {
  readonly help: Text;

  constructor(usage: Usage, help: Text) {
    super(usage, help.en);
    this.help = help;
  }
}

/**
 * @param flags as commander reads them: `--iso <FILE>` has a value, `--only <KEY...>` takes every word that follows,
 * `--practice [URL]` a value only behind an equals sign
 */
export const option = <Flags extends string>(
  flags: Flags,
  help: Text,
  rules: OptionRules = {},
): Option<Flags> => new DeclaredOption(flags, help, rules);

/** @param help what it is, as a noun: also what is said to be missing */
export const argument = <Usage extends string>(usage: Usage, help: Text): Argument<Usage> =>
  new DeclaredArgument(usage, help);

export const rulesOf = (declared: unknown): OptionRules =>
  declared instanceof DeclaredOption ? declared.rules : {};

const listed = (flags: readonly string[]): Text => ({
  zh: [flags.slice(0, -1).join('、'), flags.at(-1)].filter((part) => part !== '').join(' 或 '),
  en: [flags.slice(0, -1).join(', '), flags.at(-1)].filter((part) => part !== '').join(' or '),
});

/** What its rules say to who reads the help. */
function rulesText({ needs, excludes }: OptionRules): Text {
  const [with_, without] = [listed(needs ?? []), listed(excludes ?? [])];
  const zh = [
    needs === undefined ? [] : [`须与 ${with_.zh} 同用`],
    excludes === undefined ? [] : [`不能与 ${without.zh} 同用`],
  ].flat();
  const en = [
    needs === undefined ? [] : [`only with ${with_.en}`],
    excludes === undefined ? [] : [`not with ${without.en}`],
  ].flat();
  return en.length === 0 ? verbatim('') : { zh: `（${zh.join('，')}）`, en: ` (${en.join(', ')})` };
}

export function helpTextOf(declared: { readonly description: string }): Text {
  if (declared instanceof DeclaredOption) {
    const rules = rulesText(declared.rules);
    return { zh: declared.help.zh + rules.zh, en: declared.help.en + rules.en };
  }
  return declared instanceof DeclaredArgument ? declared.help : verbatim(declared.description);
}

/** For `argParser` of an option that may be given several times with one value each. */
export const collected = (value: string, before: string[] | undefined): string[] => [
  ...(before ?? []),
  value,
];
