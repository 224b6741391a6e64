import { useMemo, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { NodeRow } from '../../../../src-main/contract/node-retry.ts';
import { nodePhaseWord } from '../../../../src-main/contract/node-retry-words.ts';
import { ListSearch } from '../../../clusters/ListSearch.tsx';
import { OneOf } from '../../../clusters/OneOf.tsx';
import { useWords } from '../../../words/language.ts';
import { anyFailed, choicesOf, nowhere, type Conditions } from './conditions.ts';

interface ToolsProps {
  readonly rows: readonly NodeRow[];
  readonly shownCount: number;
  readonly conditions: Conditions;
  readonly onChange: (changes: Partial<Conditions>) => void;
}

export function Tools({ rows, shownCount, conditions, onChange }: ToolsProps): ReactElement {
  const { t } = useTranslation('nodes');
  const words = useWords();
  const choices = useMemo(() => choicesOf(rows), [rows]);
  const placeName = (value: string): string => (value === nowhere ? t('unset') : value);
  return (
    <>
      <OneOf
        label={t('phases')}
        any={t('allPhases')}
        value={conditions.phase}
        values={choices.phases}
        titleOf={(phase) => (phase === anyFailed ? t('anyFailed') : words(nodePhaseWord(phase)))}
        onChange={(phase) => onChange({ phase })}
      />
      <OneOf
        label={t('clusters')}
        any={t('allClusters')}
        isSearched
        value={conditions.cluster}
        values={choices.clusters}
        titleOf={placeName}
        onChange={(cluster) => onChange({ cluster })}
      />
      <OneOf
        label={t('workspaces')}
        any={t('allWorkspaces')}
        isSearched
        value={conditions.workspace}
        values={choices.workspaces}
        titleOf={placeName}
        onChange={(workspace) => onChange({ workspace })}
      />
      <ListSearch
        shown={t('shown', { count: shownCount })}
        label={t('filter')}
        widthPx={230}
        value={conditions.text}
        onChange={(text) => onChange({ text })}
      />
    </>
  );
}
