import { readWithSession } from '../steps/settings.ts';
import { pickLanguage } from '../titles.ts';
import { compare } from './check.ts';
import type { Check, Rereading } from './check.ts';

const words = {
  size: { 'zh-CN': '文件大小', en: 'File size' },
  bytes: { 'zh-CN': '字节', en: 'bytes' },
  absent: { 'zh-CN': '不存在', en: 'not there' },
} as const;

export async function rereadImage(of: Rereading): Promise<readonly Check[]> {
  const { iso, language } = of.planning.input;
  if (iso === null || !of.inScope('iso')) return [];
  const size = (bytes: number): string =>
    `${bytes.toLocaleString('en-US')} ${pickLanguage(language, words.bytes)}`;
  const row = {
    group: 'vmtools' as const,
    subject: pickLanguage(language, words.size),
    planned: size(iso.sizeBytes),
    path: 'iso',
  };
  const reading = await readWithSession(of.context, ({ cluster }) =>
    cluster.listSvtImages({ signal: of.context.signal }),
  );
  if (reading.kind === 'unreadable') return [compare(of, { ...row, actual: null, note: reading.why })];
  const uuid = (of.context.output('iso') as { image_uuid?: string } | null)?.image_uuid;
  const there = reading.value.find(({ imageUuid }) => imageUuid === uuid);
  if (there === undefined) return [compare(of, { ...row, actual: pickLanguage(language, words.absent) })];
  return [compare(of, { ...row, actual: there.sizeBytes === null ? null : size(there.sizeBytes) })];
}
