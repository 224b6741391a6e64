import { restart as en } from './en/restart.ts';
import { restart as zhCN } from './zh-CN/restart.ts';

export const words = { 'zh-CN': { restart: zhCN }, en: { restart: en } } as const;
