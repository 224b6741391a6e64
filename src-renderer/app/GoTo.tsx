import { useId, useState, type KeyboardEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { isFound } from '../components/Filter.tsx';
import { Glyph } from '../components/Glyph.tsx';
import { Modal } from '../components/Modal.tsx';
import { RunStatus } from '../components/Status.tsx';
import { allEngines } from '../engine-pages.ts';
import { useStagesInHand } from '../hooks/stages-in-hand.ts';
import { useRows } from '../sync/rows.ts';
import { useShortcut } from '../hooks/shortcuts.ts';
import { useWords } from '../words/language.ts';
import { siteName } from '../words/site-name.ts';

interface Goal {
  readonly to: string;
  readonly title: string;
  readonly note: ReactElement | null;
  /** What it is found by besides its title. */
  readonly words: readonly string[];
}

/** Pages, stages and some runs: more than anybody reads; what is typed narrows them. */
const shownAtMost = 20;

/** The other stages of what is shown now. */
function useStages(): readonly Goal[] {
  const stages = useStagesInHand((state) => state.stages);
  return stages.flatMap(({ to, title }) => (to === null ? [] : [{ to, title, note: null, words: [] }]));
}

/** Runs that wait first, then the latest. */
function useRunGoals(): readonly Goal[] {
  const { t } = useTranslation();
  const runs = useRows('index', 'run');
  const urgency = (state: string): number => (state === 'waiting' ? 0 : 1);
  return [...runs]
    .sort((a, b) => urgency(a.state) - urgency(b.state) || b.id.localeCompare(a.id))
    .map((run) => ({
      to: `/runs/${run.id}`,
      title: `${t('goTo.run', { id: run.id })} · ${siteName(run)}`,
      note: <RunStatus run={run} isPlain />,
      words: [run.id, run.title],
    }));
}

function useGoals(filter: string): readonly Goal[] {
  const { t } = useTranslation();
  const words = useWords();
  const page = (key: 'start' | 'runs' | 'sites' | 'connections' | 'settings'): Goal => ({
    to: key === 'start' ? '/' : `/${key}`,
    title: t(`nav.${key}`),
    note: null,
    words: [key],
  });
  const engines = allEngines().map(({ kind, name, navigation: { to } }): Goal => ({
    to,
    title: words(name),
    note: null,
    words: [kind],
  }));
  return [
    ...useStages(),
    page('start'),
    page('runs'),
    page('sites'),
    page('connections'),
    ...engines,
    page('settings'),
    ...useRunGoals(),
  ]
    .filter(({ title, words: others }) => isFound(filter, [title, ...others]))
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
            key={`${goal.to} ${goal.title}`}
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
