import type { ReactElement } from 'react';

/** Every state, level and action has a shape of its own, so that none is told by colour alone. */
export type GlyphName = keyof typeof shapes;

const ring = <circle cx="7" cy="7" r="5.4" fill="none" stroke="currentColor" strokeWidth="1.2" />;
const stroke = { fill: 'none', stroke: 'currentColor', strokeWidth: 1.3 } as const;
const onFill = { fill: 'none', stroke: 'var(--surface)', strokeWidth: 1.6 } as const;
const tick = 'M4 7.2l2.2 2.1L10.2 5';
const triangle = 'M7 1.2l6.2 11.3H.8z';

const shapes = {
  pending: (
    <circle
      cx="7"
      cy="7"
      r="5.3"
      fill="none"
      stroke="var(--text-3)"
      strokeWidth="1.2"
      strokeDasharray="2 1.8"
    />
  ),
  running: (
    <>
      <circle cx="7" cy="7" r="5.2" fill="none" stroke="var(--accent)" strokeOpacity=".28" strokeWidth="2" />
      <path
        className="turning"
        d="M7 1.8A5.2 5.2 0 0 1 12.2 7"
        fill="none"
        stroke="var(--accent)"
        strokeWidth="2"
      />
    </>
  ),
  succeeded: (
    <>
      <circle cx="7" cy="7" r="6" fill="var(--ok)" />
      <path d={tick} {...onFill} />
    </>
  ),
  unchanged: (
    <g stroke="var(--ok)" fill="none" strokeWidth="1.3">
      <circle cx="7" cy="7" r="5.4" />
      <path d={tick} />
    </g>
  ),
  skipped: (
    <g stroke="var(--text-3)" fill="none" strokeWidth="1.2">
      <circle cx="7" cy="7" r="5.4" />
      <path d="M3.3 10.7l7.4-7.4" />
    </g>
  ),
  warning: (
    <>
      <path d={triangle} fill="var(--warn-mark)" />
      <path d="M7 5v3.6M7 9.8v1.5" {...onFill} />
    </>
  ),
  failed: (
    <>
      <rect x="1" y="1" width="12" height="12" rx="2" fill="var(--err)" />
      <path d="M4.3 4.3l5.4 5.4M9.7 4.3l-5.4 5.4" {...onFill} />
    </>
  ),
  canceled: (
    <g stroke="var(--text-2)" fill="none" strokeWidth="1.2">
      <rect x="1.6" y="1.6" width="10.8" height="10.8" rx="2" />
      <path d="M4.2 7h5.6" strokeWidth="1.5" />
    </g>
  ),
  unknown: (
    <>
      <path d="M7 .9L13.1 7 7 13.1.9 7z" fill="var(--unk-soft)" stroke="var(--unk)" strokeWidth="1.2" />
      <path
        d="M5.3 5.6a1.7 1.7 0 1 1 2.4 1.5c-.5.3-.7.5-.7 1.1M7 9.6v1"
        fill="none"
        stroke="var(--unk)"
        strokeWidth="1.2"
      />
    </>
  ),
  waiting: (
    <g stroke="var(--warn)" fill="none">
      <circle cx="7" cy="7" r="5.6" strokeWidth="1.4" />
      <path d="M5.5 4.6v4.8M8.5 4.6v4.8" strokeWidth="1.5" />
    </g>
  ),
  error: (
    <>
      <rect x="1" y="1" width="12" height="12" rx="2" fill="var(--err)" />
      <path d="M9 4H5.2v6H9M5.2 7h3.2" {...onFill} strokeWidth={1.4} />
    </>
  ),
  caution: (
    <>
      <path d={triangle} fill="var(--warn-mark)" />
      <path d="M4.6 7.4l1 3.2L7 7.6l1.4 3 1-3.2" {...onFill} strokeWidth={1.1} />
    </>
  ),
  info: (
    <g stroke="var(--text-3)" fill="none">
      <circle cx="7" cy="7" r="5.4" strokeWidth="1.2" />
      <path d="M7 6.2v4M7 3.6v1.3" strokeWidth="1.4" />
    </g>
  ),
  undo: <path d="M5 2.6L2.2 5.4 5 8.2M2.6 5.4h5.6a3 3 0 0 1 0 6H5.4" {...stroke} stroke="var(--text-2)" />,
  final: <path d="M3 7h8" stroke="var(--warn)" strokeWidth="2" />,
  change: (
    <g stroke="var(--accent)" fill="none" strokeWidth="1.3">
      <rect x="1.6" y="1.6" width="10.8" height="10.8" rx="2" />
      <path d="M4 7h5.6M7.4 4.8L9.8 7 7.4 9.2" />
    </g>
  ),
  edit: <path d="M2.4 11.6l.6-2.4 6.4-6.4 1.8 1.8-6.4 6.4z" {...stroke} stroke="var(--accent)" />,
  lock: (
    <g {...stroke}>
      <rect x="3" y="6" width="8" height="6.2" rx="1" />
      <path d="M4.8 6V4.4a2.2 2.2 0 0 1 4.4 0V6" />
    </g>
  ),
  search: (
    <g stroke="var(--text-3)" fill="none" strokeWidth="1.2">
      <circle cx="6" cy="6" r="3.8" />
      <path d="M9 9l3.4 3.4" />
    </g>
  ),
  shut: <path d="M5 3.5L9 7l-4 3.5" {...stroke} />,
  open: <path d="M3.5 5L7 9l3.5-4" {...stroke} />,
  follow: <path d="M7 2.2v8.4M3.6 7.4L7 10.8l3.4-3.4" {...stroke} />,
  import: <path d="M7 1.8v6.6M4.2 5.8L7 8.6l2.8-2.8M2 11.8h10" {...stroke} />,
  close: <path d="M3.4 3.4l7.2 7.2M10.6 3.4l-7.2 7.2" {...stroke} />,
  ring,
} as const;

/** Drawn for the eye only: the word beside it, or the `label`, says the same. */
export function Glyph({ name, label }: { readonly name: GlyphName; readonly label?: string }): ReactElement {
  const told = label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label };
  return (
    <svg className="glyph" viewBox="0 0 14 14" {...told}>
      {shapes[name]}
    </svg>
  );
}
