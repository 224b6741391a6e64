/** The schemas of `text.ts`, apart from it because the page in the window chooses words and checks nothing. */
import { z } from 'zod';
import type { Language, Text } from './text.ts';

export const languageSchema: z.ZodEnum<{ 'zh-CN': 'zh-CN'; en: 'en' }> = z.enum([
  'zh-CN',
  'en',
] satisfies Language[]);

export const textSchema = z.strictObject({ zh: z.string(), en: z.string() }) satisfies z.ZodType<Text>;
