/** Why a signal was aborted, where that is no cancel: what is under way is left where it stands, and nothing more is sent. */
import { AppError, isAppError } from '../contract/errors.ts';
import type { Text } from '../contract/text.ts';

export const sleptReason = new AppError('CANCELED', {
  zh: '本机休眠过，正在进行的操作已中断。',
  en: 'This computer slept, so the operation in progress was interrupted.',
});

/** Its scope is stopped. */
export const scopeReason = (text: Text, scope: string): AppError =>
  new AppError('CANCELED', text, { data: { scope } });

/** Why the scope of a step was stopped; null where its signal was aborted otherwise. */
export const whyScopeStopped = ({ reason }: AbortSignal): Text | null =>
  isAppError(reason) && reason.data['scope'] !== undefined ? reason.text : null;

export const lostReason = new AppError('CANCELED', {
  zh: '执行记录无法写入，正在进行的操作已中断。',
  en: 'The journal cannot be written, so the operation in progress was interrupted.',
});
