/** What command modules declare their arguments and options with: commander's own classes, with help in both languages. */
import { Argument, Option } from '@commander-js/extra-typings';
import type { AppError } from '../../contract/errors.ts';
import { verbatim, type Text } from '../../contract/text.ts';

interface OptionRules {
  /** An empty value means something; everywhere else it is a script's variable that was not set, and refused. */
  readonly mayBeEmpty?: boolean;
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

export function helpTextOf(declared: { readonly description: string }): Text {
  const hasText = declared instanceof DeclaredOption || declared instanceof DeclaredArgument;
  return hasText ? declared.help : verbatim(declared.description);
}

/** For `argParser` of an option that may be given several times with one value each. */
export const collected = (value: string, before: string[] | undefined): string[] => [
  ...(before ?? []),
  value,
];
