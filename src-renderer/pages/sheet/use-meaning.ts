import { useTranslation } from 'react-i18next';
import type { SitePlan } from '../../../src-main/contract/site-plan.ts';
import { describePath, isFieldName } from './describe-path.ts';

/** Says what a path of the plan stands for: `VLAN ID · VLAN-1124`. */
export function useMeaning(plan: SitePlan): (path: string) => string {
  const { t } = useTranslation('sheet');
  return (path) => {
    const { field, subject } = describePath(plan, path);
    const name = isFieldName(field) ? t(`field.${field}`) : field;
    return subject === null ? name : `${name} · ${subject}`;
  };
}
