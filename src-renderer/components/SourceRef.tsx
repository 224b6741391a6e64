import type { ReactElement } from 'react';
import { Link } from 'wouter';

interface SourceRefProps {
  /** Where a value comes from, as people write it. */
  readonly place: string;
  /** Where that is shown; without it the reference is only text. */
  readonly to?: string | null | undefined;
  /** Before it is gone to. */
  readonly onGo?: (() => void) | undefined;
}

/** Where a value comes from. */
export function SourceRef({ place, to = null, onGo }: SourceRefProps): ReactElement {
  if (to === null) {
    return (
      <span className="mono cut" title={place}>
        {place}
      </span>
    );
  }
  return (
    <Link className="mono cut" href={to} title={place} onClick={onGo}>
      {place}
    </Link>
  );
}
