import { useRef, useState, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Bar } from './Bar.tsx';
import { clockTime, zone } from '../words/times.ts';
import { GoTo } from './GoTo.tsx';
import { Navigation } from './Navigation.tsx';
import { LinkBanner } from './LinkBanner.tsx';
import { LinkStatus } from './LinkStatus.tsx';
import { Overview } from './Overview.tsx';
import { Toasts } from '../components/Toasts.tsx';
import { useHeadingFocus } from '../hooks/use-heading-focus.ts';
import { useNow } from '../hooks/use-now.ts';
import './frame.css';

function Clock(): ReactElement {
  const now = useNow();
  return (
    <span>
      {clockTime(now)} {zone()}
    </span>
  );
}

/** The bar that says which site is in hand, the ways about, the page, and what this machine does. */
export function Frame({ children }: { readonly children: ReactNode }): ReactElement {
  const { t } = useTranslation();
  const [overview, setOverview] = useState(false);
  const [goTo, setGoTo] = useState(false);
  const page = useRef<HTMLElement>(null);
  useHeadingFocus(page);
  return (
    <div className="frame">
      <Bar />
      <Navigation />
      <main className="page" ref={page}>
        <LinkBanner />
        {children}
        <Toasts />
      </main>
      <footer className="foot">
        <LinkStatus />
        <span className="foot-right">
          <Clock />
          <button type="button" onClick={() => setGoTo(true)}>
            <kbd aria-hidden="true">Ctrl K</kbd> {t('goTo.title')}
          </button>
          <button type="button" onClick={() => setOverview(true)}>
            <kbd aria-hidden="true">?</kbd> {t('shortcuts')}
          </button>
        </span>
      </footer>
      <GoTo isOpen={goTo} onChange={setGoTo} />
      <Overview isOpen={overview} onChange={setOverview} />
    </div>
  );
}
