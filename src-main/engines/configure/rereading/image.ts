import { exactSize } from '../../../contract/byte-words.ts';
import { uploadedIso } from '../steps/iso-upload.ts';
import { readWithSession } from '../steps/settings.ts';
import { notThere } from '../world.ts';
import type { Check } from '../report/check-groups.ts';
import { compare, type Rereading } from './check.ts';

export async function rereadImage(of: Rereading): Promise<readonly Check[]> {
  const { iso } = of.planning.input;
  if (iso === null || !of.inScope('iso')) {
    return [];
  }
  const row = {
    step: 'iso',
    group: 'vmtools' as const,
    subject: { zh: '文件大小', en: 'File size' },
    planned: exactSize(iso.sizeBytes),
    path: 'iso',
  };
  const reading = await readWithSession(of.context, ({ cluster }) =>
    cluster.listSvtImages({ signal: of.context.signal }),
  );
  if (reading.kind === 'unreadable') {
    return [compare(of, { ...row, actual: null, note: reading.why })];
  }
  const uuid = of.context.output(uploadedIso)?.image_uuid;
  const there = reading.value.find(({ imageUuid }) => imageUuid === uuid);
  if (there === undefined) {
    return [compare(of, { ...row, actual: notThere })];
  }
  return [compare(of, { ...row, actual: there.sizeBytes === null ? null : exactSize(there.sizeBytes) })];
}
