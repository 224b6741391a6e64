import { useTranslation } from 'react-i18next';
import { useWords } from '../../app/language.ts';
import type { StepGroup } from './groups.ts';

/** What a group is called; one that the catalogue does not know is called as its first step. */
export function useGroupTitle(): (group: Pick<StepGroup, 'key' | 'steps'>) => string {
  const { t, i18n } = useTranslation(['run', 'common']);
  const words = useWords();
  return ({ key, steps }) => {
    const named = `run:groups.${key}`;
    const [first] = steps;
    if (i18n.exists(named)) return t(`groups.${key as 'vlan'}`);
    return first === undefined ? key : words(first.title);
  };
}
