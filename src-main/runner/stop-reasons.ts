/** Why a signal was aborted, where that is no cancel: what is under way is left where it stands, and nothing more is sent. */
import { AppError } from '../contract/errors.ts';

export const sleptReason = new AppError('CANCELED', {
  zh: '本机休眠过，正在进行的操作已中断。',
  en: 'This computer slept, so the operation in progress was interrupted.',
});

export const lostReason = new AppError('CANCELED', {
  zh: '执行记录无法写入，正在进行的操作已中断。',
  en: 'The journal cannot be written, so the operation in progress was interrupted.',
});
