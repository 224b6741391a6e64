import type { DefaultOptionType } from 'antd/es/select/index';
import { faultGroups, type FaultGroup, type FaultScenario } from '../../src-main/contract/fault.ts';
import type { Text } from '../../src-main/contract/text.ts';

/** The scenarios in their groups, each by its example. */
export function faultOptions(
  scenarios: readonly FaultScenario[],
  words: (text: Text) => string,
  titleOf: (group: FaultGroup) => string,
): DefaultOptionType[] {
  const offered = faultGroups.filter((group) => scenarios.some((scenario) => scenario.group === group));
  return offered.map((group) => ({
    label: titleOf(group),
    title: titleOf(group),
    options: scenarios
      .filter((scenario) => scenario.group === group)
      .map(({ example, description }) => ({ value: example, label: words(description) })),
  }));
}

/** What a person types finds a scenario by its words and by how it is spelled on the command line. */
export const isFaultFound = (typed: string, option?: DefaultOptionType): boolean =>
  [option?.label, option?.value].some(
    (text) => typeof text === 'string' && text.toLowerCase().includes(typed.trim().toLowerCase()),
  );
