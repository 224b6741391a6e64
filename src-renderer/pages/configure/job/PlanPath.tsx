import type { ReactElement } from 'react';
import type { ValueAt } from '../../../../src-main/contract/plan-words.ts';
import { inOneLine, usePlanWords } from './plan-words.ts';
import './plan-path.css';

interface PlanPathProps {
  readonly path: string;
  /** Knows what hosts, switches and networks are called. */
  readonly valueAt: ValueAt;
}

/** A value of the plan in words. Where there is no room, what it belongs to is cut rather than which value it is. */
export function PlanPath({ path, valueAt }: PlanPathProps): ReactElement {
  const said = usePlanWords()(path, valueAt);
  if (said === null) {
    return (
      <span className="mono" title={path}>
        {path}
      </span>
    );
  }
  const { of, word } = said;
  return (
    <span className="plan-path" title={`${inOneLine(of, word)}\n${path}`}>
      {of === null ? null : <span className="cut">{of}</span>}
      <span>
        {of === null ? '' : ' · '}
        {word}
      </span>
    </span>
  );
}
