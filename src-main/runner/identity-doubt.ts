import type { Asked } from './definition.ts';
import { compareIdentity, type IdentityVerdict } from './identity.ts';
import type { RunnerLogLine, StoredAnswer } from './ports.ts';
import { endHere } from './requests.ts';

/** The run whose identity is compared. */
export interface IdentityHolder {
  answers(): readonly StoredAnswer[];
  saveIdentity(target: string, parts: readonly string[]): void;
  log(line: RunnerLogLine): void;
}

export const identityChoices = [{ id: 'recheck', title: { zh: '重新核对', en: 'Recheck' } }, endHere];

/** One target as it was recorded, and as it answers now. */
interface Sighting {
  readonly target: string;
  readonly recorded: readonly string[];
  readonly seen: readonly string[];
}

/** What is seen of a site, compared with what was recorded of it; what was replaced in between is recorded. */
export function doubtAbout(run: IdentityHolder, { target, recorded, seen }: Sighting): Asked | null {
  const compared = compareIdentity(recorded, seen);
  if (compared.verdict === 'same') {
    noteReplacedParts(run, { target, seen, ...compared });
    return null;
  }
  const accepted = run.answers().findLast(({ step, choice }) => step === null && choice === 'same-site');
  if (compared.verdict === 'confirmable' && sameParts(accepted?.facts['seen'], seen)) {
    run.saveIdentity(target, seen);
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
      zh: `当前连接的不是本任务启动时的站点：原有 ${all} 台主机只找到 ${still} 台。请检查网线与地址。`,
      en: `This is not the site the run was started on: only ${still} of its ${all} hosts were found. Check the cabling and the address.`,
    },
    facts: { target, recorded, seen, missing: compared.missing },
    choices: compared.verdict === 'confirmable' ? [...identityChoices, confirm] : identityChoices,
  };
}

function noteReplacedParts(
  run: IdentityHolder,
  {
    target,
    seen,
    missing,
    added,
  }: Pick<Sighting, 'target' | 'seen'> & Pick<IdentityVerdict, 'missing' | 'added'>,
): void {
  if (missing.length + added.length === 0) {
    return;
  }
  run.log({
    level: 'warn',
    step: null,
    message: { zh: '站点中有主机已更换', en: 'some hosts of the site were replaced' },
    facts: { target, missing, added },
  });
  run.saveIdentity(target, seen);
}

function sameParts(confirmed: unknown, seen: readonly string[]): boolean {
  return (
    Array.isArray(confirmed) &&
    confirmed.length === seen.length &&
    seen.every((part) => confirmed.includes(part))
  );
}
