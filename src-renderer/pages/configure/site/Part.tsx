import type { ReactElement, ReactNode } from 'react';

interface PartProps {
  readonly title: string;
  readonly hint?: string;
  readonly children: ReactNode;
}

/** One subject of the drawer. */
export function Part({ title, hint, children }: PartProps): ReactElement {
  return (
    <fieldset className="site-part">
      <legend>{title}</legend>
      {hint === undefined ? null : <p className="small quiet">{hint}</p>}
      {children}
    </fieldset>
  );
}
