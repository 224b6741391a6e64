import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { MappingProposal } from '../../../../src-main/contract/configure.ts';
import { Action } from '../../../components/Action.tsx';
import { Empty } from '../../../components/State.tsx';

interface NoPlanProps {
  readonly sheets: MappingProposal['sheets'];
  /** The person says that it is one all the same. */
  readonly onMatch: () => void;
}

/** A file none of whose sheets is one of the template's: most likely it is the wrong file. */
export function NoPlan({ sheets, onMatch }: NoPlanProps): ReactElement {
  const { t } = useTranslation('mapping');
  const [, go] = useLocation();
  return (
    <Empty title={t('noPlan.title', sheets)} hint={t('noPlan.hint', { titles: sheets.titles.join('、') })}>
      <Action kind="primary" onAct={() => go('/')}>
        {t('back')}
      </Action>{' '}
      <Action kind="link" onAct={onMatch}>
        {t('noPlan.match')}
      </Action>
    </Empty>
  );
}
