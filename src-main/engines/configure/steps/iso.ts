import { isAppError } from '../../../contract/errors.ts';
import type { Json } from '../../../contract/json.ts';
import type { Text } from '../../../contract/text.ts';
import type { ProbeResult } from '../../../runner/definition.ts';
import type { SvtImage, SvtVolume, UploadResult } from '../ports.ts';
import { titleOf } from '../titles.ts';
import { networkRetry, notThere } from '../world.ts';
import type { SiteContext, SiteStep } from '../world.ts';
import { imageIncomplete, isoChanged, isoGone, uploadFailed } from './iso-refusals.ts';
import { needs } from './planning.ts';
import type { Candidate, Planning } from './planning.ts';
import { readWithSession } from './settings.ts';

type IsoFile = NonNullable<Planning['input']['iso']>;

interface IsoIntent {
  /** Images that were there before: one that is new and has our name is our own. */
  readonly present: readonly string[];
  /** The upload volume, as soon as there is one. */
  readonly volume: SvtVolume | null;
  /** An upload volume that an attempt has made and not lived to write down: removed before another one is made. */
  readonly leftover?: string;
  /** The volume that this run made last, also after it was removed. */
  readonly made?: Pick<SvtVolume, 'imageUuid' | 'volumeId' | 'chunkSize'>;
  /** The one redo with a new volume is under way. */
  readonly redo: boolean;
}
const intentOf = (intent: Json): IsoIntent => intent as unknown as IsoIntent;
const toJson = (intent: IsoIntent): Json => intent as unknown as Json;

/** Refuses a file that is not the one the run was made with; waits for one that is gone, such as on a stick that was pulled. */
async function requireSameFile(file: IsoFile, context: SiteContext): Promise<void> {
  const there = await context.world.files.stat(file.path);
  if (there === null) context.ask(isoGone(file.path));
  if (there.sizeBytes !== file.sizeBytes || there.modifiedAtMs !== file.modifiedAtMs)
    throw isoChanged(file.fileName, file.sizeBytes, there.sizeBytes);
}

const uploadBegun: Text = { zh: '已开始上传', en: 'upload begun' };

async function probeIso(file: IsoFile, context: SiteContext): Promise<ProbeResult> {
  await requireSameFile(file, context);
  const change = {
    zh: `上传 ${file.fileName}，${file.sizeBytes} 字节`,
    en: `upload ${file.fileName}, ${file.sizeBytes} bytes`,
  };
  const interrupted = context.interruptedIntent === null ? null : intentOf(context.interruptedIntent);
  const reading = await readWithSession(context, ({ cluster }) =>
    cluster.listSvtImages({ signal: context.signal }),
  );
  if (reading.kind === 'unreadable') {
    const intent: IsoIntent = interrupted ?? { present: [], volume: null, redo: false };
    const known = { change, intent: toJson(intent) };
    // With a volume of ours the local chunk map knows where to go on, so nobody has to be asked.
    return intent.volume === null
      ? { verdict: 'unreadable', why: reading.why, ...known }
      : { verdict: 'todo', found: uploadBegun, ...known };
  }
  return resumeOrBegin({ file, context, images: reading.value, interrupted, change });
}

interface Found {
  readonly file: IsoFile;
  readonly context: SiteContext;
  readonly images: readonly SvtImage[];
  readonly interrupted: IsoIntent | null;
  readonly change: Text;
}

async function resumeOrBegin({ file, context, images, interrupted, change }: Found): Promise<ProbeResult> {
  const present = images.map(({ imageUuid }) => imageUuid);
  const begun = interrupted?.volume ?? null;
  const resumed = images.find(({ imageUuid }) => imageUuid === begun?.imageUuid);
  if (interrupted !== null && begun !== null && resumed !== undefined) {
    const volume = { ...begun, toUpload: resumed.toUpload ?? begun.toUpload };
    return { verdict: 'todo', found: uploadBegun, change, intent: toJson({ ...interrupted, volume }) };
  }
  const leftover = begun === null ? leftoverOf(file, images, interrupted) : null;
  const complete = images.find(
    (image) =>
      image.name === file.fileName && image.toUpload?.length === 0 && image.sizeBytes === file.sizeBytes,
  );
  if (complete !== undefined) {
    return {
      verdict: 'done',
      found: {
        zh: `已有镜像 ${file.fileName}，${file.sizeBytes} 字节；集群没有校验值可比对`,
        en: `an image ${file.fileName} of ${file.sizeBytes} bytes is there; the cluster has no checksum to compare`,
      },
      output: await takenAsItIs(file, complete, context),
    };
  }
  return {
    verdict: 'todo',
    found: notThere,
    change,
    intent: toJson({
      ...afresh({ ...(interrupted ?? { volume: null, redo: false }), present }, false),
      ...(leftover === null ? {} : { leftover }),
    }),
  };
}

/**
 * The process of an earlier attempt died between the creation of the volume and writing it down: it is new, has our
 * name and size, and still lacks chunks. One that is complete is somebody's image.
 */
function leftoverOf(
  file: IsoFile,
  images: readonly SvtImage[],
  interrupted: IsoIntent | null,
): string | null {
  if (interrupted === null) return null;
  const found = images.find(
    (image) =>
      image.name === file.fileName &&
      (image.sizeBytes === null || image.sizeBytes === file.sizeBytes) &&
      (image.toUpload?.length ?? 0) > 0 &&
      !interrupted.present.includes(image.imageUuid),
  );
  return found?.imageUuid ?? null;
}

async function removeLeftover(imageUuid: string, { world, signal, log }: SiteContext): Promise<void> {
  const text = {
    zh: '正在删除上次中断时留下的空上传卷',
    en: 'removing the empty upload volume of an attempt that died',
  };
  log.warn(text, { imageUuid });
  await world.session.call(signal, () => world.cluster.deleteImage(imageUuid, { signal }));
}

/** An image that was there already: the sum is that of the file here, and nothing compares the two. */
async function takenAsItIs(file: IsoFile, image: SvtImage, context: SiteContext): Promise<Json> {
  const own = context.output('iso') as { readonly image_uuid?: string } | null;
  if (own?.image_uuid === image.imageUuid) return context.output('iso');
  const sha256 = await context.world.files.sha256(file.path, { signal: context.signal });
  logImage(file, sha256, context);
  return {
    image_uuid: image.imageUuid,
    zbs_volume_id: image.volumeId ?? '',
    file_name: file.fileName,
    chunk_size: null,
    sha256,
    file_size: file.sizeBytes,
    compared: false,
  };
}

/** Who reads the stage's log alone learns which image it was. */
function logImage({ path, fileName, sizeBytes }: IsoFile, sha256: string, { log }: SiteContext): void {
  log.info(
    {
      zh: `镜像 ${fileName}，${sizeBytes} 字节，SHA-256 ${sha256}`,
      en: `image ${fileName}, ${sizeBytes} bytes, SHA-256 ${sha256}`,
    },
    { action: 'image', status: 'ok', path, file: fileName, sizeBytes, sha256 },
  );
}

function outputOf(file: IsoFile, volume: SvtVolume, sha256: string): Json {
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
  context: SiteContext,
): Promise<IsoIntent & Required<Pick<IsoIntent, 'made'>> & { volume: SvtVolume }> {
  const { world, signal } = context;
  if (intent.leftover !== undefined) await removeLeftover(intent.leftover, context);
  const volume = await world.session.call(signal, () =>
    world.cluster.createSvtVolume({ name: file.fileName, sizeBytes: file.sizeBytes }, { signal }),
  );
  const { imageUuid, volumeId, chunkSize } = volume;
  const created = { ...intent, volume, made: { imageUuid, volumeId, chunkSize } };
  await context.checkpoint(toJson(created));
  return created;
}

async function send(file: IsoFile, volume: SvtVolume, context: SiteContext): Promise<UploadResult> {
  const { world, signal, log } = context;
  return world.uploader.upload({
    ...{
      cluster: world.cluster,
      token: await world.session.ensure(signal),
      filePath: file.path,
      fileName: file.fileName,
      sizeBytes: file.sizeBytes,
    },
    ...{ volume, chunkMap: world.chunkMap, signal },
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
        { zh: '正在上传', en: 'uploading' },
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
          en: `chunk ${chunk} is sent again: ${because.en}`,
        },
        { action: 'upload', status: 'retry', chunk, tries, error: because.en },
      ),
    renewToken: () => world.session.renew(signal),
  });
}

/** Removes the volume of a failed upload; a cancel does not keep it from being cleaned up. */
async function discard(volume: SvtVolume, context: SiteContext): Promise<void> {
  const { world } = context;
  await context.shield(async (signal) => {
    try {
      await world.session.call(signal, () => world.cluster.deleteImage(volume.imageUuid, { signal }));
    } catch (thrown) {
      // Gone already, which is what was wanted.
      if (!isAppError(thrown) || thrown.code !== 'API_NOT_FOUND') throw thrown;
    }
  });
  world.chunkMap.forget(volume.imageUuid);
  context.log.warn(
    { zh: '已删除上传卷', en: 'removed the upload volume' },
    { action: 'deleteImage', imageUuid: volume.imageUuid },
  );
}

/** Without the volume, which is gone. */
const afresh = ({ present, made }: IsoIntent, redo: boolean): IsoIntent => ({
  ...{ present, volume: null, redo },
  ...(made === undefined ? {} : { made }),
});

async function uploadIso(file: IsoFile, intent: IsoIntent, context: SiteContext): Promise<Json> {
  const begun =
    intent.volume === null ? await createVolume(file, intent, context) : { ...intent, volume: intent.volume };
  try {
    const { sha256 } = await send(file, begun.volume, context);
    logImage(file, sha256, context);
    return outputOf(file, begun.volume, sha256);
  } catch (thrown) {
    if (!isAppError(thrown) || thrown.code !== 'UPLOAD_FAILED') throw thrown;
    await discard(begun.volume, context);
    if (begun.redo) {
      // The volume is gone: the next attempt begins afresh, also where the system cannot tell it so.
      await context.checkpoint(toJson(afresh(begun, false)));
      throw uploadFailed(file.fileName, thrown);
    }
    context.log.warn(
      {
        zh: '上传失败，将用新的上传卷完整重传一次',
        en: 'the upload failed; one complete redo with a new volume',
      },
      { action: 'upload', status: 'redo', error: thrown.message },
    );
    const again = afresh(begun, true);
    await context.checkpoint(toJson(again));
    return uploadIso(file, again, context);
  }
}

function isoStep(file: IsoFile): SiteStep {
  const title = titleOf('iso');
  return {
    ...{
      key: 'iso',
      title,
      group: 'iso',
      dependsOn: needs('session'),
      onFailure: 'fail',
      onCrash: 'probe',
      retry: networkRetry,
    },
    probe: (context) => probeIso(file, context),
    apply: (intent, context) => uploadIso(file, intentOf(intent), context),
    async verify(_intent, output, context) {
      const { image_uuid: uuid } = output as { image_uuid: string };
      const reading = await readWithSession(context, ({ cluster }) =>
        cluster.listSvtImages({ signal: context.signal }),
      );
      if (reading.kind === 'unreadable') return;
      const image = reading.value.find(({ imageUuid }) => imageUuid === uuid);
      if (image === undefined) throw imageIncomplete(file.fileName, null);
      const missing = image.toUpload?.length ?? 0;
      if (missing > 0) throw imageIncomplete(file.fileName, missing);
      context.world.chunkMap.forget(uuid);
    },
    undo: {
      title,
      async undo(_intent, output, { world, signal }) {
        const { image_uuid: uuid } = output as { image_uuid: string };
        await world.session.call(signal, () => world.cluster.deleteImage(uuid, { signal }));
      },
    },
  };
}

export function isoCandidates(planning: Planning): readonly Candidate[] {
  const { iso } = planning.input;
  return iso === null ? [] : [{ step: isoStep(iso), consumes: [] }];
}
