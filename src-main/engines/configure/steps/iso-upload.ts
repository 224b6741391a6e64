/** The upload of the ISO: a volume, its chunks, and a look at what has become of them. */
import { z } from 'zod';
import { isAppError } from '../../../contract/errors.ts';
import { outputOf } from '../../../runner/define-step.ts';
import type { Named, SvtVolume, UploadResult } from '../ports.ts';
import type { SiteContext, SiteContextOf } from '../world.ts';
import { imageIncomplete, imageUnseen, uploadFailed } from './iso-refusals.ts';
import type { Planning } from './planning.ts';
import { readWithSession } from './settings.ts';

export type IsoFile = NonNullable<Planning['input']['iso']>;

const madeSchema = z.object({ imageUuid: z.string(), volumeId: z.string(), chunkSize: z.number() });
const volumeSchema = madeSchema.extend({
  /** Chunk numbers still to send. */
  toUpload: z.array(z.number()).readonly(),
  imagePath: z.string().nullable(),
});

export const isoIntentSchema = z.object({
  /** Images that were there before: one that is new and has our name is our own. */
  present: z.array(z.string()).readonly(),
  /** The upload volume, as soon as there is one. */
  volume: volumeSchema.nullable(),
  /** An upload volume that an attempt has made and not lived to write down: removed before another one is made. */
  leftover: z.string().exactOptional(),
  /** The volume that this run made last, also after it was removed. */
  made: madeSchema.exactOptional(),
  /** The one redo with a new volume is under way. */
  redo: z.boolean(),
});
export type IsoIntent = z.output<typeof isoIntentSchema>;
type IsoContext = SiteContextOf<IsoIntent>;

/** The image as the stages after this one read it. */
const imageSchema = z.object({
  image_uuid: z.string(),
  zbs_volume_id: z.string(),
  file_name: z.string(),
  chunk_size: z.number().nullable(),
  sha256: z.string(),
  file_size: z.number(),
  /** False for an image that was there already: nobody has compared it with the file. */
  compared: z.boolean().exactOptional(),
});
export type IsoImage = z.output<typeof imageSchema>;
export const uploadedIso = outputOf('iso', imageSchema);

async function removeLeftover(image: Named, { world, signal, log }: SiteContext): Promise<void> {
  const text = {
    zh: '正在删除上次中断时留下的空上传卷',
    en: 'Deleting the empty upload volume of an interrupted attempt',
  };
  log.warn(text, { imageUuid: image.uuid });
  await world.session.call(signal, () => world.cluster.deleteImage(image, { signal }));
}

/** Who reads the stage's log alone learns which image it was. */
export function logImage({ path, fileName, sizeBytes }: IsoFile, sha256: string, { log }: SiteContext): void {
  log.info(
    {
      zh: `镜像 ${fileName}，${sizeBytes} 字节，SHA-256 ${sha256}`,
      en: `Image ${fileName}, ${sizeBytes} bytes, SHA-256 ${sha256}`,
    },
    { action: 'image', status: 'ok', path, file: fileName, sizeBytes, sha256 },
  );
}

function imageOf(file: IsoFile, volume: SvtVolume, sha256: string): IsoImage {
  return {
    image_uuid: volume.imageUuid,
    zbs_volume_id: volume.volumeId,
    file_name: file.fileName,
    chunk_size: volume.chunkSize,
    sha256,
    file_size: file.sizeBytes,
  };
}

async function createVolume(
  file: IsoFile,
  intent: IsoIntent,
  context: IsoContext,
): Promise<IsoIntent & Required<Pick<IsoIntent, 'made'>> & { volume: SvtVolume }> {
  const { world, signal } = context;
  if (intent.leftover !== undefined) {
    await removeLeftover({ uuid: intent.leftover, name: file.fileName }, context);
  }
  const volume = await world.session.call(signal, () =>
    world.cluster.createSvtVolume({ name: file.fileName, sizeBytes: file.sizeBytes }, { signal }),
  );
  const { imageUuid, volumeId, chunkSize } = volume;
  const created = { ...intent, volume, made: { imageUuid, volumeId, chunkSize } };
  await context.checkpoint(created);
  return created;
}

async function send(file: IsoFile, volume: SvtVolume, context: SiteContext): Promise<UploadResult> {
  const { world, signal, log } = context;
  return world.uploader.upload({
    cluster: world.cluster,
    token: await world.session.ensure(signal),
    filePath: file.path,
    fileName: file.fileName,
    sizeBytes: file.sizeBytes,
    volume,
    chunkMap: world.chunkMap,
    signal,
    onProgress: (progress) => {
      const remaining = progress.remainingMs === null ? {} : { remainingMs: progress.remainingMs };
      context.progress({
        done: progress.sentBytes,
        total: progress.totalBytes,
        unit: 'bytes',
        ratePerSecond: progress.bytesPerSecond,
        ...remaining,
      });
      log.info(
        { zh: '正在上传', en: 'Uploading' },
        {
          action: 'upload',
          chunk: progress.chunk,
          chunks: progress.chunks,
          sentBytes: progress.sentBytes,
          bytesPerSecond: Math.round(progress.bytesPerSecond),
        },
      );
    },
    onRetry: (chunk, tries, because) =>
      log.warn(
        {
          zh: `重新发送分片 ${chunk}：${because.zh}`,
          en: `Sending chunk ${chunk} again: ${because.en}`,
        },
        { action: 'upload', status: 'retry', chunk, tries, error: because.en },
      ),
    renewToken: () => world.session.renew(signal),
  });
}

/** Removes the volume of a failed upload; a cancel does not keep it from being cleaned up. */
async function discard(volume: SvtVolume, name: string, context: SiteContext): Promise<void> {
  const { world } = context;
  const image = { uuid: volume.imageUuid, name };
  await context.shield(async (signal) => {
    try {
      await world.session.call(signal, () => world.cluster.deleteImage(image, { signal }));
    } catch (thrown) {
      // Gone already, which is what was wanted.
      if (!isAppError(thrown) || thrown.code !== 'API_NOT_FOUND') {
        throw thrown;
      }
    }
  });
  world.chunkMap.forget(volume.imageUuid);
  context.log.warn(
    { zh: '已删除上传卷', en: 'Deleted the upload volume' },
    { action: 'deleteImage', imageUuid: volume.imageUuid },
  );
}

/** Without the volume, which is gone. */
export const afresh = ({ present, made }: IsoIntent, redo: boolean): IsoIntent => ({
  present,
  volume: null,
  redo,
  ...(made === undefined ? {} : { made }),
});

export async function uploadIso(file: IsoFile, intent: IsoIntent, context: IsoContext): Promise<IsoImage> {
  const begun =
    intent.volume === null ? await createVolume(file, intent, context) : { ...intent, volume: intent.volume };
  try {
    const { sha256, isConfirmed } = await send(file, begun.volume, context);
    await requireStored(file, { volume: begun.volume, isConfirmed }, context);
    logImage(file, sha256, context);
    return imageOf(file, begun.volume, sha256);
  } catch (thrown) {
    if (!isAppError(thrown) || thrown.code !== 'UPLOAD_FAILED') {
      throw thrown;
    }
    await discard(begun.volume, file.fileName, context);
    if (begun.redo) {
      // The volume is gone: the next attempt begins afresh, also where the system cannot tell it so.
      await context.checkpoint(afresh(begun, false));
      throw uploadFailed(file.fileName, thrown);
    }
    context.log.warn(
      {
        zh: '上传失败，将用新的上传卷完整重传一次',
        en: 'Upload failed; uploading everything again with a new upload volume',
      },
      { action: 'upload', status: 'redo', error: thrown.message },
    );
    const again = afresh(begun, true);
    await context.checkpoint(again);
    return uploadIso(file, again, context);
  }
}

/** A checksum certifies nothing that nobody has seen at the cluster: listed there, or said by it to be complete. */
async function requireStored(
  file: IsoFile,
  { volume, isConfirmed }: { readonly volume: SvtVolume; readonly isConfirmed: boolean },
  context: SiteContext,
): Promise<void> {
  const reading = await readWithSession(context, ({ cluster }) =>
    cluster.listSvtImages({ signal: context.signal }),
  );
  if (reading.kind === 'unreadable') {
    if (!isConfirmed) {
      throw imageUnseen(file.fileName, reading.why);
    }
    return;
  }
  const image = reading.value.find(({ imageUuid }) => imageUuid === volume.imageUuid);
  if (image === undefined) {
    throw imageIncomplete(file.fileName, null);
  }
  const missing = image.toUpload?.length ?? 0;
  if (missing > 0) {
    throw imageIncomplete(file.fileName, missing);
  }
}
