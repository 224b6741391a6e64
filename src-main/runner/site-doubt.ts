import { toErrorRecord } from '../contract/errors.ts';
import type { Asked } from './definition.ts';
import { compareIdentity } from './identity.ts';
import type { LiveRun } from './live-run.ts';
import { endHere } from './requests.ts';
import { stopRun } from './step-context.ts';

const identityChoices = [{ id: 'recheck', title: { zh: '重新核对', en: 'Check again' } }, endHere];

/** It was read before, so it has to be compared before anything is changed; without a session nobody can. */
const identityHidden: Asked = {
  reason: 'identity',
  code: 'identity-unreadable',
  text: {
    zh: '站点身份要登录后才能读取，而目前无法登录，因此未发送任何变更。请核对地址与密码，或用 runs retry --secret token=env:NAME 提供令牌后重新核对。',
    en: 'The site can only be told apart with a session, and nobody can log in now, so nothing was changed. Check the address and the password, or give a token with runs retry --secret token=env:NAME, then check again.',
  },
  choices: identityChoices,
};

/** Why the run may not go on with what answers now; null when it is the site it was started against. Throws nothing: a site that cannot be read is a doubt. */
export async function identityDoubt<Input, World>(
  run: LiveRun<Input, World>,
  world: World,
  signal: AbortSignal,
): Promise<Asked | null> {
  try {
    return await readAndCompare(run, world, signal);
  } catch (thrown) {
    const { code, message } = toErrorRecord(thrown);
    const text = {
      zh: `无法核对站点身份，未发送任何请求：${message.zh}`,
      en: `The site could not be checked, so nothing was sent: ${message.en}`,
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
export async function confirmSite<Input, World>(
  run: LiveRun<Input, World>,
  world: World,
  signal: AbortSignal,
): Promise<void> {
  const doubt = await readAndCompare(run, world, signal);
  if (doubt !== null) stopRun(doubt);
}

async function readAndCompare<Input, World>(
  run: LiveRun<Input, World>,
  world: World,
  signal: AbortSignal,
): Promise<Asked | null> {
  if (run.identity === null) return null;
  const seen = await run.engine.readIdentity(world, signal);
  return seen === null ? identityHidden : doubtAbout(run, run.identity, seen);
}

/** What is seen of the site, compared with what was recorded of it; what was replaced in between is recorded. */
export function doubtAbout<Input, World>(
  run: LiveRun<Input, World>,
  recorded: readonly string[],
  seen: readonly string[],
): Asked | null {
  const compared = compareIdentity(recorded, seen);
  if (compared.verdict === 'same') {
    noteReplacedParts(run, seen, compared);
    return null;
  }
  const accepted = run.answers().findLast(({ step, choice }) => step === null && choice === 'same-site');
  if (compared.verdict === 'confirmable' && sameParts(accepted?.facts['seen'], seen)) {
    run.saveIdentity(seen);
    return null;
  }
  const confirm = {
    id: 'same-site',
    title: { zh: '确认是同一站点', en: 'It is the same site' },
    needsReason: true,
  };
  const [still, all] = [recorded.length - compared.missing.length, recorded.length];
  return {
    reason: 'identity',
    code: 'identity-changed',
    text: {
      zh: `当前应答的不是本任务启动时的站点：原有 ${all} 台主机只找到 ${still} 台。请检查网线与地址。`,
      en: `What answers is not the site this run was started against: ${still} of ${all} hosts are still there. Check the cabling and the address.`,
    },
    facts: { recorded, seen, missing: compared.missing },
    choices: compared.verdict === 'confirmable' ? [...identityChoices, confirm] : identityChoices,
  };
}

function noteReplacedParts<Input, World>(
  run: LiveRun<Input, World>,
  seen: readonly string[],
  compared: { missing: readonly string[]; added: readonly string[] },
): void {
  if (compared.missing.length + compared.added.length === 0) return;
  run.log({
    level: 'warn',
    step: null,
    message: { zh: '站点有主机已更换', en: 'some hosts of the site were replaced' },
    facts: {
      missing: compared.missing,
      added: compared.added,
    },
  });
  run.saveIdentity(seen);
}

function sameParts(confirmed: unknown, seen: readonly string[]): boolean {
  return (
    Array.isArray(confirmed) &&
    confirmed.length === seen.length &&
    seen.every((part) => confirmed.includes(part))
  );
}
