import type { ReactElement, ReactNode } from 'react';

interface SectionProps {
  readonly id: string;
  readonly title: string;
  readonly note?: ReactNode;
  readonly tools?: ReactNode;
  readonly children: ReactNode;
}

export function Section({ id, title, note, tools, children }: SectionProps): ReactElement {
  return (
    <section aria-labelledby={`settings-${id}`} className="settings-section">
      <div className="section-head">
        <h2 id={`settings-${id}`}>{title}</h2>
        {note === undefined ? null : <span className="small faint cut">{note}</span>}
        {tools === undefined ? null : <span className="right">{tools}</span>}
      </div>
      {children}
    </section>
  );
}

interface LineProps {
  readonly name: string;
  readonly hint?: string;
  readonly children: ReactNode;
}

/** A fact or a choice: its name, what it is, and what follows from it. */
export function Line({ name, hint, children }: LineProps): ReactElement {
  return (
    <div className="settings-line">
      <span className="strong">{name}</span>
      <span className="settings-value">{children}</span>
      {hint === undefined ? null : <span className="small faint">{hint}</span>}
    </div>
  );
}
