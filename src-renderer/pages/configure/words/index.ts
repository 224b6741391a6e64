import { en } from './en/index.ts';
import { zhCN } from './zh-CN/index.ts';

export const words = { 'zh-CN': zhCN, en } as const;
