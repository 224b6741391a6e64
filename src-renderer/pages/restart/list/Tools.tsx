import { useMemo, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { kindNames } from '../../../../src-main/contract/restart-names.ts';
import type { WorkloadRow } from '../../../../src-main/contract/restart.ts';
import { ListSearch } from '../../../clusters/ListSearch.tsx';
import { OneOf } from '../../../clusters/OneOf.tsx';
import { useStandingWords } from '../rollout-state.tsx';
import { choicesOf, type Conditions } from './conditions.ts';

interface ToolsProps {
  readonly rows: readonly WorkloadRow[];
  readonly shownCount: number;
  readonly conditions: Conditions;
  readonly onChange: (changes: Partial<Conditions>) => void;
}

export function Tools({ rows, shownCount, conditions, onChange }: ToolsProps): ReactElement {
  const { t } = useTranslation('restart');
  const standingWords = useStandingWords();
  const choices = useMemo(() => choicesOf(rows), [rows]);
  return (
    <>
      <OneOf
        label={t('namespaces')}
        any={t('allNamespaces')}
        isSearched
        value={conditions.namespace}
        values={choices.namespaces}
        onChange={(namespace) => onChange({ namespace })}
      />
      <OneOf
        label={t('kinds')}
        any={t('allKinds')}
        value={conditions.kind}
        values={choices.kinds}
        titleOf={(kind) => kindNames[kind]}
        onChange={(kind) => onChange({ kind })}
      />
      <OneOf
        label={t('states')}
        any={t('allStates')}
        value={conditions.state}
        values={choices.states}
        titleOf={standingWords}
        onChange={(state) => onChange({ state })}
      />
      <OneOf
        label={t('labels')}
        any={t('anyLabel')}
        isSearched
        value={conditions.label}
        values={choices.labels}
        onChange={(label) => onChange({ label })}
      />
      <ListSearch
        shown={t('shown', { count: shownCount })}
        label={t('filter')}
        widthPx={200}
        value={conditions.text}
        onChange={(text) => onChange({ text })}
      />
    </>
  );
}
