import type { Finding } from '../../contract/finding.ts';
import { parseRangeName } from '../grid/cell-address.ts';
import type { SiteDraft } from '../plan/draft.ts';
import { checkAccounts } from './accounts.ts';
import { checkAddresses } from './addresses.ts';
import { severityOf, type FindingCode, type Problem } from './catalog.ts';
import { checkCharacters } from './characters.ts';
import { checkConsistency } from './consistency.ts';
import { describeProblem } from './describe.ts';
import { checkHosts } from './hosts.ts';
import { checkNetworks } from './networks.ts';
import { checkPasswords } from './passwords.ts';
import { checkServices } from './services.ts';
import { checkHiddenCells } from './hidden-cells.ts';
import { checkShownValues } from './shown-values.ts';
import { checkClusters } from './several-clusters.ts';
import { checkSheets } from './sheets.ts';
import { checkSwitches } from './switches.ts';
import { checkWriteBack, type WriteObstacle } from './write-back.ts';

const checks: readonly ((draft: SiteDraft) => readonly Problem[])[] = [
  checkCharacters,
  checkShownValues,
  checkHiddenCells,
  checkPasswords,
  checkAddresses,
  checkHosts,
  checkAccounts,
  checkNetworks,
  checkSwitches,
  checkServices,
  checkConsistency,
  checkClusters,
  checkSheets,
];

/** Runs every rule over what was read; `obstacles` are those of the file around the sheets. The findings stand in the rules' order, and within a rule in the sheets'. */
export function checkSite(draft: SiteDraft, obstacles: readonly WriteObstacle[] = []): readonly Finding[] {
  const titles = [...draft.layout.sheets.values()].map((sheet) => sheet.title);
  const problems = [...checks.flatMap((check) => check(draft)), ...checkWriteBack(draft, obstacles)];
  return inOrder(problems, titles).map(describeProblem);
}

/** Sorts problems by rule, sheet, row and column. */
export function inOrder(problems: readonly Problem[], titles: readonly string[]): readonly Problem[] {
  const codes = Object.keys(severityOf) as FindingCode[];
  const rank = (problem: Problem): readonly number[] => {
    const range = parseRangeName(problem.at.cell);
    return [codes.indexOf(problem.code), titles.indexOf(problem.at.sheet), range?.top ?? 0, range?.left ?? 0];
  };
  return problems
    .map((problem) => ({ problem, rank: rank(problem) }))
    .sort((left, right) => {
      const differing = left.rank.findIndex((part, index) => part !== right.rank[index]);
      return (left.rank[differing] ?? 0) - (right.rank[differing] ?? 0);
    })
    .map(({ problem }) => problem);
}
