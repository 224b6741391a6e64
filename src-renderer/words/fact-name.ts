import { useTranslation } from 'react-i18next';
import { engineOf, type EngineFacts } from '../engine-pages.ts';

/** What a name in the data of a run stands for: as its engine says, else as every run does, else the name itself. */
export function useFactName(kind: string): (of: keyof EngineFacts['nameKeys'], name: string) => string {
  const { t, i18n } = useTranslation('run');
  return (of, name) => {
    const keys = [
      engineOf(kind)?.facts.nameKeys[of](name),
      of === 'question' ? `run:question.facts.${name}` : undefined,
    ];
    const known = keys.find((key) => key !== undefined && i18n.exists(key));
    return known === undefined ? name : t(known as 'noStep');
  };
}
