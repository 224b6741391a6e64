/** What has just happened, told for a moment wherever one is. Nothing is told here alone: the page and the run say it too. */
import { create } from 'zustand';

export type ToastTone = 'info' | 'ok' | 'warn' | 'err';

export interface Toast {
  readonly id: number;
  readonly tone: ToastTone;
  readonly words: string;
}

/** Of those that came at once the latest ones are seen. */
const mostShown = 4;

export const useToasts = create<{ readonly toasts: readonly Toast[]; readonly last: number }>(() => ({
  toasts: [],
  last: 0,
}));

export function tell(tone: ToastTone, words: string): void {
  useToasts.setState(({ toasts, last }) => ({
    toasts: [...toasts, { id: last + 1, tone, words }].slice(-mostShown),
    last: last + 1,
  }));
}

export function untell(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((one) => one.id !== id) }));
}
