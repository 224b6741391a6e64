import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { kindNames, restartedAtKey, restartPatch } from '../../../../src-main/contract/restart-names.ts';
import { CopyButton } from '../../../components/CopyButton.tsx';
import { useWords } from '../../../words/language.ts';
import type { Draft } from './draft.ts';
import type { Planned } from './planned.ts';

interface RequestProps {
  readonly row: Planned;
  readonly draft: Draft;
}

/** What is sent with the patch; null where only the cluster knows it before it is made. */
function bodyOf({ step }: Planned, { action, force }: Draft, said: string): string | null {
  const at = said.startsWith(`${restartedAtKey}: `) ? said.slice(restartedAtKey.length + 2) : null;
  return action === 'restart' && at !== null && step?.key.startsWith('patch:') === true
    ? JSON.stringify(restartPatch(at, force ? '…' : null), null, 2)
    : null;
}

/** The exact request for one workload. */
export function Request({ row, draft }: RequestProps): ReactElement | null {
  const { t } = useTranslation(['restart', 'common']);
  const words = useWords();
  const { step, workload } = row;
  if (step === null) {
    return null;
  }
  const calls = step.calls.map(words).join('\n');
  const body = bodyOf(row, draft, step.change === undefined ? '' : words(step.change));
  const whole = body === null ? calls : `${calls}\n\n${body}`;
  const hint = workload.kind === 'cronjob' ? 'jobHint' : draft.action === 'undo' ? 'undoHint' : 'requestHint';
  return (
    <section className="restart-side" aria-labelledby="restart-request">
      <div className="pane-head">
        <h2 id="restart-request">{t('order.request')}</h2>
        <span className="cut quiet">
          {kindNames[workload.kind]} {workload.name}
        </span>
        <span className="grow" />
        <CopyButton text={whole} label={`${t('common:copy')} ${t('order.request')}`} />
      </div>
      <pre className="mono restart-request">{whole}</pre>
      <p className="small faint restart-request-hint">{t(`order.${hint}`)}</p>
    </section>
  );
}
