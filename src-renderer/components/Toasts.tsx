import { useEffect, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { untell, useToasts, type Toast, type ToastTone } from '../hooks/toasts.ts';
import { Glyph, type GlyphName } from './Glyph.tsx';
import './toasts.css';

const glyphs: Readonly<Record<ToastTone, GlyphName>> = {
  info: 'info',
  ok: 'succeeded',
  warn: 'warning',
  err: 'failed',
};

/** Milliseconds; what went amiss is read more slowly. */
const shownMs: Readonly<Record<ToastTone, number>> = { info: 6_000, ok: 6_000, warn: 10_000, err: 10_000 };

function Told({ id, tone, words }: Toast): ReactElement {
  const { t } = useTranslation();
  useEffect(() => {
    const timer = setTimeout(() => untell(id), shownMs[tone]);
    return () => clearTimeout(timer);
  }, [id, tone]);
  return (
    <p className={`toast ${tone}`}>
      <Glyph name={glyphs[tone]} />
      <span>{words}</span>
      <button type="button" aria-label={t('close')} onClick={() => untell(id)}>
        <Glyph name="close" />
      </button>
    </p>
  );
}

/** In a corner of the window, for a moment each; read aloud as they come. */
export function Toasts(): ReactElement {
  const toasts = useToasts((state) => state.toasts);
  return (
    <div className="toasts" aria-live="polite">
      {toasts.map((toast) => (
        <Told key={toast.id} {...toast} />
      ))}
    </div>
  );
}
