/** What has just happened, told for a moment wherever one is. Nothing is told here alone: the page and the run say it too. */
import { create } from 'zustand';

export type ToastTone = 'info' | 'ok' | 'warn' | 'err';

export interface Toast {
  readonly id: number;
  readonly tone: ToastTone;
  readonly words: string;
}

const mostShown = 4;

/** Of too many the oldest one goes that nothing is amiss with; of those that tell what is, the oldest one. */
function fitting(toasts: readonly Toast[]): readonly Toast[] {
  if (toasts.length <= mostShown) {
    return toasts;
  }
  const least = toasts.find(({ tone }) => tone === 'info' || tone === 'ok') ?? toasts[0];
  return fitting(toasts.filter((one) => one !== least));
}

export const useToasts = create<{ readonly toasts: readonly Toast[]; readonly last: number }>(() => ({
  toasts: [],
  last: 0,
}));

export function tell(tone: ToastTone, words: string): void {
  useToasts.setState(({ toasts, last }) => ({
    toasts: fitting([...toasts, { id: last + 1, tone, words }]),
    last: last + 1,
  }));
}

export function untell(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((one) => one.id !== id) }));
}
