import type { ReactElement, ReactNode } from 'react';

interface SectionProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** Parts of one kind. No landmark: each stands twice on the page. */
export function Section({ title, children }: SectionProps): ReactElement {
  return (
    <div className="parts-section">
      <h3>{title}</h3>
      {children}
    </div>
  );
}
