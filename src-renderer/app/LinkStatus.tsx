import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import { Status } from '../components/Status.tsx';
import { useConnection } from '../sync/connection.ts';
import { useRuns } from '../sync/runs.ts';
import { useMachine } from '../ask/desktop.ts';
import { runsNeedingAttention } from '../words/needs-attention.ts';
import { clockTime } from '../words/times.ts';

/** What sleep and power did to the work, as far as the window knows. */
function MachineStatus(): ReactElement | null {
  const { t } = useTranslation();
  const machine = useMachine((state) => state.machine);
  if (machine === null) {
    return null;
  }
  const { slept, onBattery, keptAwake } = machine;
  const facts = [
    keptAwake ? t('machine.keptAwake') : null,
    onBattery ? t('machine.onBattery') : null,
    slept === null
      ? null
      : t('machine.slept', { from: clockTime(slept.from), until: clockTime(slept.until) }),
  ].filter((fact) => fact !== null);
  return facts.length === 0 ? null : <span className="quiet">{facts.join(' · ')}</span>;
}

/** What the runs do, most urgent first: at work, or needing a person with nothing being sent. */
function WorkStatus(): ReactElement {
  const { t } = useTranslation();
  const [live, waiting] = useRuns(
    useShallow((run) => {
      const running = [...run.values()].filter(({ state }) => state === 'running');
      return [running.length, runsNeedingAttention(run.values()).length] as const;
    }),
  );
  if (live > 0) {
    return <Status glyph="running">{t('link.running', { count: live })}</Status>;
  }
  if (waiting > 0) {
    return <Status glyph="waiting">{t('link.waiting', { count: waiting })}</Status>;
  }
  return <Status glyph="unchanged">{t('link.idle')}</Status>;
}

/** What the machine does, and how true the page is: rows stay visible while the link is broken, with their age. */
export function LinkStatus(): ReactElement {
  const { t } = useTranslation();
  const { link, liveUntil } = useConnection();
  const asOf = liveUntil === null ? '' : t('link.asOf', { time: clockTime(liveUntil) });
  return (
    <span role="status" aria-live="polite">
      {link === 'live' ? (
        <WorkStatus />
      ) : (
        <Status glyph={link === 'connecting' ? 'running' : 'warning'}>
          {t(`link.${link}`)} {asOf}
        </Status>
      )}{' '}
      <MachineStatus />
    </span>
  );
}
