import { useId, useState, type KeyboardEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useShallow } from 'zustand/react/shallow';
import { isFound } from '../components/Filter.tsx';
import { Glyph } from '../components/Glyph.tsx';
import { Modal } from '../components/Modal.tsx';
import { RunStatus } from '../components/Status.tsx';
import { useRuns } from '../sync/runs.ts';
import { useShortcut } from '../hooks/shortcuts.ts';
import { siteName } from '../words/site-name.ts';

interface Goal {
  readonly to: string;
  readonly title: string;
  readonly note: ReactElement | null;
  /** What it is found by besides its title. */
  readonly words: readonly string[];
}

/** More than anybody reads; what is typed narrows them. */
const shownAtMost = 12;

const jobStages = ['sheet', 'site', 'preflight', 'preview'] as const;
const runStages = ['run', 'check', 'report'] as const;

/** The stages of the job that is shown now. */
function useStages(): readonly Goal[] {
  const { t } = useTranslation();
  const [address] = useLocation();
  const [, kind, id = ''] = /^\/(job|run)\/([^/]+)/.exec(address) ?? [];
  const revertsRunId = useRuns((runs) => runs.get(id)?.revertsRunId ?? null);
  // A run that takes another back has no stage but itself.
  if (kind === undefined || (kind === 'run' && revertsRunId !== null)) {
    return [];
  }
  const goal = (stage: keyof typeof addresses): Goal => ({
    to: addresses[stage],
    title: t(`stages.${stage}`),
    note: null,
    words: [stage],
  });
  const addresses = {
    sheet: `/job/${id}/sheet`,
    site: `/job/${id}/site`,
    preflight: `/job/${id}/preflight`,
    preview: `/job/${id}/preview`,
    run: `/run/${id}`,
    check: `/run/${id}/check`,
    report: `/run/${id}/report`,
  };
  return (kind === 'job' ? jobStages : runStages).map(goal).filter(({ to }) => to !== address);
}

/** Runs that wait first, then the latest. */
function useRunGoals(): readonly Goal[] {
  const { t } = useTranslation();
  const runs = useRuns(useShallow((run) => [...run.values()]));
  const urgency = (state: string): number => (state === 'waiting' ? 0 : 1);
  return [...runs]
    .sort((a, b) => urgency(a.state) - urgency(b.state) || b.id.localeCompare(a.id))
    .map((run) => ({
      to: `/run/${run.id}`,
      title: `${t('goTo.run', { id: run.id })} · ${siteName(run)}`,
      note: <RunStatus state={run.state} warnings={run.warnings} />,
      words: [run.id, run.title],
    }));
}

function useGoals(filter: string): readonly Goal[] {
  const { t } = useTranslation();
  const pages = (['start', 'configure', 'history', 'settings'] as const).map((page): Goal => ({
    to: page === 'start' ? '/' : `/${page}`,
    title: t(`nav.${page}`),
    note: null,
    words: [page],
  }));
  return [...useStages(), ...pages, ...useRunGoals()]
    .filter(({ title, words }) => isFound(filter, [title, ...words]))
    .slice(0, shownAtMost);
}

function Goals({ onGone }: { readonly onGone: () => void }): ReactElement {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const list = useId();
  const [filter, setFilter] = useState('');
  const [at, setAt] = useState(0);
  const goals = useGoals(filter);
  const chosen = Math.min(at, goals.length - 1);
  const leave = (goal: Goal | undefined): void => {
    if (goal === undefined) {
      return;
    }
    onGone();
    go(goal.to);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by !== undefined) {
      setAt((chosen + by + goals.length) % Math.max(1, goals.length));
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      leave(goals[chosen]);
    }
    // The list is the whole of the dialog: with it the dialog is shut too.
    else if (event.key === 'Escape') {
      onGone();
    } else {
      return;
    }
    event.preventDefault();
  };
  return (
    <div className="go-to">
      <span className="filter">
        <Glyph name="search" />
        <input
          role="combobox"
          aria-expanded="true"
          aria-controls={list}
          aria-activedescendant={chosen < 0 ? undefined : `${list}-${chosen}`}
          aria-label={t('goTo.filter')}
          placeholder={t('goTo.filter')}
          value={filter}
          onChange={({ target }) => {
            setFilter(target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
      </span>
      <ul id={list} role="listbox" aria-label={t('goTo.title')}>
        {goals.map((goal, index) => (
          <li
            key={goal.to}
            id={`${list}-${index}`}
            role="option"
            aria-selected={index === chosen}
            onMouseMove={() => setAt(index)}
            onClick={() => leave(goal)}
          >
            <span className="cut">{goal.title}</span>
            {goal.note}
          </li>
        ))}
      </ul>
      {goals.length === 0 ? <p className="quiet">{t('goTo.none')}</p> : null}
    </div>
  );
}

interface GoToProps {
  readonly isOpen: boolean;
  readonly onChange: (isOpen: boolean) => void;
}

/** Anywhere by its name: the stages of the job in hand, the pages, and every run. */
export function GoTo({ isOpen, onChange }: GoToProps): ReactElement {
  const { t } = useTranslation();
  useShortcut('Ctrl+k', t('goTo.title'), () => onChange(true));
  const close = (): void => onChange(false);
  return (
    <Modal open={isOpen} onCancel={close} title={t('goTo.title')} width={480}>
      <Goals onGone={close} />
    </Modal>
  );
}
