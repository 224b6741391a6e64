import type { Ownership } from '../owner/become-owner.ts';
import type { CommandLine } from './command-line.ts';
import { createOutput } from './output.ts';
import { textsOf } from './texts.ts';

/** Whoever is attached for a moment only is nothing to speak of. */
const unspokenMs = 500;

/**
 * Leaves the home once no run is at work there and nobody attached needs this process; until then it serves on and
 * says so. Ctrl-C leaves at once, but for runs at work, which would end with it: then the second one does.
 */
export async function leave(owner: Ownership, command: CommandLine): Promise<void> {
  const output = createOutput(command);
  const texts = textsOf(command.language);
  const now = Promise.withResolvers<void>();
  let interrupts = 0;
  const runs = (): readonly string[] => owner.runtime.actingRunIds();
  const say = (): void => output.say(runs().length === 0 ? texts.servesAttached : texts.servesRuns(runs()));
  const onInterrupt = (): void => {
    interrupts += 1;
    if (runs().length === 0) {
      now.resolve();
    } else if (interrupts > 1) {
      process.exit(130);
    } else {
      output.say(texts.interrupts(runs()));
    }
  };
  process.on('SIGINT', onInterrupt);
  const late = setTimeout(say, unspokenMs);
  try {
    await Promise.race([owner.untilFree(), now.promise]);
  } finally {
    clearTimeout(late);
    process.off('SIGINT', onInterrupt);
  }
  await owner.close();
}
