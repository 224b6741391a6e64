import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { visibleLines } from '../../../src-main/contract/visible.ts';
import { Glyph } from '../../components/Glyph.tsx';
import type { SeenCause } from './seen-cause.ts';

/** What holds a rollout: in words, and then as the cluster says it. */
export function Cause({ cause }: { readonly cause: SeenCause }): ReactElement {
  const { t, i18n } = useTranslation('restart');
  const { reason, object, message } = cause;
  const isKnown = i18n.exists(`restart:reason.${reason}`);
  return (
    <span className="restart-cause">
      <Glyph name="warning" />
      <span>
        <span className="visually-hidden">{t('batches.cause')}</span>
        {isKnown ? <b>{t(`reason.${reason as 'OOMKilled'}`)} </b> : null}
        <span className="mono small">
          {[reason, object]
            .filter((part) => part !== '')
            .map(visibleLines)
            .join(' · ')}
        </span>{' '}
        <span className="quiet restart-said">{visibleLines(message)}</span>
      </span>
    </span>
  );
}
