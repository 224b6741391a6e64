/** The option of commands that write a file. */
import { option } from './declare.ts';

export const overwrite = option('--overwrite', {
  zh: '替换已有的文件；同类的早先输出无需此选项',
  en: 'replaces a file that is there already; an earlier one of the same kind is replaced without it',
});
