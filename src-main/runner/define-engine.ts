import { AppError } from '../contract/errors.ts';
import type { Engine } from './definition.ts';

type Needed = 'kind' | 'parseInput' | 'targets' | 'plan' | 'acquire';

/** What an engine must say of itself; the rest where it has something to say. */
export type EngineParts<Input, World> = Pick<Engine<Input, World>, Needed> &
  Partial<Omit<Engine<Input, World>, Needed>>;

/**
 * An engine from its parts. Left out: version 1, titled and its log named by its kind, a real site whose identity cannot be read, nothing to look at
 * after a sleep, no outputs, nothing left out, nothing to edit (INPUT_INVALID).
 */
export function defineEngine<Input, World>(parts: EngineParts<Input, World>): Engine<Input, World> {
  const { kind } = parts;
  return {
    version: 1,
    logName: kind,
    title: () => kind,
    isPractice: () => false,
    readIdentity: () => Promise.resolve(null),
    looksAfterSleep: () => [],
    outputs: () => ({}),
    leftOut: () => [],
    editable: () => [],
    edit() {
      throw new AppError('INPUT_INVALID', {
        zh: '此类任务没有可修改的内容。',
        en: 'A run of this kind has nothing to edit.',
      });
    },
    ...parts,
  };
}
