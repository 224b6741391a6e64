import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useUnreachable } from '../ask/unreachable.ts';
import { Glyph } from './Glyph.tsx';
import './action.css';

export interface ActionProps {
  readonly children: ReactNode;
  readonly onAct: () => void;
  /** One primary action a page; `link` stands in running text. */
  readonly kind?: 'primary' | 'outline' | 'plain' | 'danger' | 'link';
  readonly size?: 'small' | 'normal';
  /** Why it cannot be done now; it stays visible, and the reason is read with it. */
  readonly disabledBecause?: string | null;
  /** Asked for and not yet answered by a row. Whoever says so asks the owner: it is off while that cannot be reached. */
  readonly requested?: boolean;
  readonly shortcut?: string;
  readonly label?: string;
}

/** Something a person can do. Its words name the act, never "OK". */
export function Action({
  children,
  onAct,
  kind = 'plain',
  size = 'normal',
  disabledBecause = null,
  requested,
  shortcut,
  label,
}: ActionProps): ReactElement {
  const { t } = useTranslation();
  const unreachable = useUnreachable();
  const reason = disabledBecause ?? (requested === undefined ? null : unreachable);
  const off = reason !== null || requested === true;
  return (
    <button
      type="button"
      className={`action ${kind} ${size}`}
      // Still reachable by keyboard, so that the reason can be read.
      aria-disabled={off}
      aria-label={label}
      title={reason ?? undefined}
      onClick={() => {
        if (!off) {
          onAct();
        }
      }}
    >
      {requested === true ? (
        <>
          <Glyph name="running" />
          {t('requested')}
        </>
      ) : (
        <>
          {children}
          {shortcut === undefined ? null : <kbd aria-hidden="true">{shortcut}</kbd>}
        </>
      )}
    </button>
  );
}
