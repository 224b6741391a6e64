import type { Check } from './check-groups.ts';
import type { StepRow } from '../../../contract/run.ts';
import { verbatim, type Text } from '../../../contract/text.ts';
import type { ReportSources } from './sources.ts';
import { notThere } from '../world.ts';

type Checks = readonly Check[];

/** Read before a later decision or retry, the values are not those of the site as it is handed over. */
export function isRereadCurrent({ steps }: ReportSources): boolean {
  const reread = steps.find(({ key }) => key === 'reread');
  return reread === undefined || reread.state === 'succeeded';
}

export interface Remaining {
  readonly subject: Text | string;
  readonly problem: Text | string;
  readonly nextStep: null;
}

/** Ends that no failure explains. */
const unexplained: Partial<Record<StepRow['state'], Text>> = {
  canceled: { zh: '已取消，未执行完', en: 'Canceled before it finished' },
  unknown: {
    zh: '进程停止时正在执行，结果未知',
    en: 'Running when the process stopped; result unknown',
  },
};

/** What is left to do: steps that did not end well, and values that read back different. Of the report's own two steps, which are not yet over, only what they found of the workbook. */
export function remainingOf(sources: ReportSources, checks: Checks): readonly Remaining[] {
  const { steps } = sources;
  const unhappy = steps.filter(
    ({ state, group, error }) =>
      (group !== 'report' || error?.code === 'WORKBOOK_CHANGED') &&
      (state === 'failed' || state === 'warning' || state === 'unknown' || state === 'canceled'),
  );
  const different = checks.filter(({ verdict }) => verdict === 'different');
  const explained = new Set(unhappy.map(({ key }) => key));
  const readBack = isRereadCurrent(sources) ? checks : [];
  return [
    ...unhappy.map((step) => ({
      subject: step.title,
      problem: withDifference(
        withReadBack(
          step.error?.message ?? step.message ?? unexplained[step.state] ?? verbatim(step.state),
          readBack.filter((check) => check.step === step.key),
        ),
        different.find((check) => check.step === step.key),
      ),
      nextStep: null,
    })),
    ...different
      .filter(({ step }) => step === undefined || !explained.has(step))
      .map((check) => ({
        // The name of a host alone would not say what of it is different.
        subject: steps.find(({ key }) => key === check.step)?.title ?? check.subject,
        problem: comparison(check.planned, check.actual ?? '—'),
        nextStep: null,
      })),
  ];
}

/**
 * A step that failed stays open, and what was read afterwards is said beside it: the customer sees the same value among
 * those that match.
 */
function withReadBack(problem: Text, checks: Checks): Text {
  const isAsPlanned = checks.every(({ verdict }) => verdict === 'equal' || verdict === 'equal-as-edited');
  if (checks.length === 0 || !isAsPlanned) {
    return problem;
  }
  const [only, ...others] = checks.map(({ actual }) => bothWays(actual ?? nothing));
  const value =
    only === undefined || others.length > 0 ? { zh: '', en: '' } : { zh: `：${only.zh}`, en: `: ${only.en}` };
  return {
    zh: `${problem.zh}（随后读回，与规划一致${value.zh}）`,
    en: `${problem.en} (read back afterwards as planned${value.en})`,
  };
}

/** A step that failed and the value it left behind are one thing to do. */
function withDifference(problem: Text, check: Check | undefined): Text {
  if (check === undefined) {
    return problem;
  }
  const seen = comparison(check.planned, check.actual ?? '—');
  return { zh: `${problem.zh}（${seen.zh}）`, en: `${problem.en} (${seen.en})` };
}

/** Stands for a value that is empty, or was not read. */
const nothing = '—';

const bothWays = (words: Text | string): Text => (typeof words === 'string' ? verbatim(words) : words);

function comparison(planned: Text | string, actual: Text | string): Text {
  const [left, right] = [bothWays(planned), bothWays(actual)];
  if (right.zh === notThere.zh) {
    return { zh: `规划：${left.zh}；现场不存在`, en: `planned: ${left.en}; not present on site` };
  }
  if (right.zh === nothing) {
    return { zh: `规划：${left.zh}；现场为空`, en: `planned: ${left.en}; empty on site` };
  }
  return { zh: `规划：${left.zh}；现场：${right.zh}`, en: `planned: ${left.en}; current: ${right.en}` };
}
