import { toErrorRecord } from '../contract/errors.ts';
import type { Asked, Engine } from './definition.ts';
import { doubtAbout, identityChoices, type IdentityHolder } from './identity-doubt.ts';
import type { Identity } from './identity.ts';
import { stopRun } from './step-context.ts';

/** A run with what was recorded of its targets, and the way to read them again. */
interface Identified<World> extends IdentityHolder {
  readonly engine: Pick<Engine<never, World>, 'readIdentity'>;
  readonly identity: Identity;
}

/** It was read before, so it has to be compared before anything is changed; without a session nobody can. */
const identityHidden: Asked = {
  reason: 'identity',
  code: 'identity-unreadable',
  text: {
    zh: '站点身份要登录后才能读取，而目前无法登录，因此未发送任何变更。请核对地址与密码，或用 runs retry --secret token=env:NAME 提供令牌后重新核对。',
    en: 'The site identity can only be read after login, and login is not possible now, so nothing was changed. Check the address and the password, or provide a token with runs retry --secret token=env:NAME, then recheck.',
  },
  choices: identityChoices,
};

/** Why the run may not go on with what answers now; null when it is the site it was started against. Throws nothing: a site that cannot be read is a doubt. */
export async function identityDoubt<World>(
  run: Identified<World>,
  world: World,
  signal: AbortSignal,
): Promise<Asked | null> {
  try {
    return await readAndCompare(run, world, signal);
  } catch (thrown) {
    const { code, message } = toErrorRecord(thrown);
    const text = {
      zh: `无法核对站点身份，未发送任何请求：${message.zh}`,
      en: `The site identity could not be verified, so nothing was sent: ${message.en}`,
    };
    return {
      reason: 'identity',
      code: 'identity-unreadable',
      text,
      facts: { error: code },
      choices: identityChoices,
    };
  }
}

/** Stops the run where another site answers than the one that was recorded. Throws what reading throws. */
export async function confirmSite<World>(
  run: Identified<World>,
  world: World,
  signal: AbortSignal,
): Promise<void> {
  const doubt = await readAndCompare(run, world, signal);
  if (doubt !== null) {
    stopRun(doubt);
  }
}

async function readAndCompare<World>(
  run: Identified<World>,
  world: World,
  signal: AbortSignal,
): Promise<Asked | null> {
  for (const [target, recorded] of Object.entries(run.identity)) {
    const seen = await run.engine.readIdentity(world, target, signal);
    const doubt = seen === null ? identityHidden : doubtAbout(run, { target, recorded, seen });
    if (doubt !== null) {
      return doubt;
    }
  }
  return null;
}
