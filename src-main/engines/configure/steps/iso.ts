import { bytes } from '../../../contract/byte-words.ts';
import type { Text } from '../../../contract/text.ts';
import { defineStep } from '../../../runner/define-step.ts';
import type { ProbeResult } from '../../../runner/definition.ts';
import type { SvtImage } from '../ports.ts';
import { titleOf } from '../titles.ts';
import { networkRetry, notThere, type SiteContext, type SiteContextOf, type SiteStep } from '../world.ts';
import { isoChanged, isoGone } from './iso-refusals.ts';
import {
  afresh,
  isoIntentSchema,
  logImage,
  uploadedIso,
  uploadIso,
  type IsoFile,
  type IsoImage,
  type IsoIntent,
} from './iso-upload.ts';
import { needs, type Candidate, type Planning } from './planning.ts';
import { readAs, readWithSession } from './settings.ts';
import { undoOfCreated } from './undo-created.ts';
import type { Reading } from '../../../ports/reading.ts';

/** Refuses a file that is not the one the run was made with; waits for one that is gone, such as on a stick that was pulled. */
async function requireSameFile(file: IsoFile, context: SiteContext): Promise<void> {
  const there = await context.world.files.stat(file.path);
  if (there === null) {
    context.ask(isoGone(file.path));
  }
  if (there.sizeBytes !== file.sizeBytes || there.modifiedAtMs !== file.modifiedAtMs) {
    throw isoChanged(file.fileName, file.sizeBytes, there.sizeBytes);
  }
}

const uploadBegun: Text = { zh: '已开始上传', en: 'Upload started' };

type IsoContext = SiteContextOf<IsoIntent>;
type IsoProbe = ProbeResult<IsoIntent, IsoImage>;

const listImages = (context: SiteContext): Promise<Reading<readonly SvtImage[]>> =>
  readWithSession(context, ({ cluster }) => cluster.listSvtImages({ signal: context.signal }));

async function probeIso(file: IsoFile, context: IsoContext): Promise<IsoProbe> {
  await requireSameFile(file, context);
  const change = {
    zh: `上传 ${file.fileName}，${bytes(file.sizeBytes)}`,
    en: `Upload ${file.fileName}, ${bytes(file.sizeBytes)}`,
  };
  const interrupted = context.interruptedIntent;
  const reading = await listImages(context);
  if (reading.kind === 'unreadable') {
    const intent: IsoIntent = interrupted ?? { present: [], volume: null, redo: false };
    const known = { change, intent };
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

async function resumeOrBegin({ file, context, images, interrupted, change }: Found): Promise<IsoProbe> {
  const present = images.map(({ imageUuid }) => imageUuid);
  const begun = interrupted?.volume ?? null;
  const resumed = images.find(({ imageUuid }) => imageUuid === begun?.imageUuid);
  if (interrupted !== null && begun !== null && resumed !== undefined) {
    const volume = { ...begun, toUpload: resumed.toUpload ?? begun.toUpload };
    return { verdict: 'todo', found: uploadBegun, change, intent: { ...interrupted, volume } };
  }
  const leftover = begun === null ? leftoverOf(file, images, interrupted) : null;
  const complete = await completeImage({ file, context, images, interrupted, change });
  if (complete !== null) {
    return complete;
  }
  return {
    verdict: 'todo',
    found: notThere,
    change,
    intent: {
      ...afresh({ ...(interrupted ?? { volume: null, redo: false }), present }, false),
      ...(leftover === null ? {} : { leftover }),
    },
  };
}

/** An image of this name and size that lacks nothing, whoever sent it. */
async function completeImage({ file, context, images, interrupted }: Found): Promise<IsoProbe | null> {
  const complete = images.find(
    (image) =>
      image.name === file.fileName && image.toUpload?.length === 0 && image.sizeBytes === file.sizeBytes,
  );
  if (complete === undefined) {
    return null;
  }
  const found = {
    zh: `已有镜像 ${file.fileName}，${bytes(file.sizeBytes)}；集群不提供校验值，无法比对`,
    en: `Image ${file.fileName} exists, ${bytes(file.sizeBytes)}; the cluster provides no checksum to compare`,
  };
  const output = await takenAsItIs(file, complete, context);
  const isOurs = interrupted?.made?.imageUuid === complete.imageUuid;
  return isOurs ? { verdict: 'done', found, output } : { verdict: 'done', found, output, changed: false };
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
  if (interrupted === null) {
    return null;
  }
  const found = images.find(
    (image) =>
      image.name === file.fileName &&
      (image.sizeBytes === null || image.sizeBytes === file.sizeBytes) &&
      (image.toUpload?.length ?? 0) > 0 &&
      !interrupted.present.includes(image.imageUuid),
  );
  return found?.imageUuid ?? null;
}

/** An image that was there already: the sum is that of the file here, and nothing compares the two. */
async function takenAsItIs(file: IsoFile, image: SvtImage, context: SiteContext): Promise<IsoImage> {
  const own = context.output(uploadedIso);
  if (own?.image_uuid === image.imageUuid) {
    return own;
  }
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

/** An image whose upload did not come to its end: what is needed to remove it. */
const unfinished = (file: IsoFile, image: SvtImage): IsoImage => ({
  image_uuid: image.imageUuid,
  zbs_volume_id: image.volumeId ?? '',
  file_name: file.fileName,
  chunk_size: null,
  sha256: '',
  file_size: file.sizeBytes,
  compared: false,
});

function isoStep(file: IsoFile): SiteStep {
  const title = titleOf('iso');
  return defineStep({
    ...uploadedIso,
    intent: isoIntentSchema,
    title,
    group: 'iso',
    dependsOn: needs('session'),
    onFailure: 'fail',
    onCrash: 'probe',
    retry: networkRetry,
    probe: (context) => probeIso(file, context),
    apply: (intent, context) => uploadIso(file, intent, context),
    verify(_intent, output, context) {
      context.world.chunkMap.forget(output.image_uuid);
      return Promise.resolve();
    },
    successMessage: (_intent, { file_name: name, file_size: size, sha256 }) => ({
      zh: `已上传 ${name}，${bytes(size)}，SHA-256 ${sha256}`,
      en: `Uploaded ${name}, ${bytes(size)}, SHA-256 ${sha256}`,
    }),
    undo: undoOfCreated<IsoIntent, IsoImage>({
      title,
      async find(intent, context) {
        const reading = await listImages(context);
        return readAs(reading, (images) => {
          const uuid = intent.volume?.imageUuid ?? leftoverOf(file, images, intent);
          const image = images.find(({ imageUuid }) => imageUuid === uuid);
          return image === undefined ? null : unfinished(file, image);
        });
      },
      async isThere(made, context) {
        const reading = await listImages(context);
        return readAs(reading, (images) => images.some(({ imageUuid }) => imageUuid === made.image_uuid));
      },
      remove: ({ image_uuid: uuid, file_name: name }, { world, signal }) =>
        world.session.call(signal, () => world.cluster.deleteImage({ uuid, name }, { signal })),
    }),
  });
}

export function isoCandidates(planning: Planning): readonly Candidate[] {
  const { iso } = planning.input;
  return iso === null ? [] : [{ step: isoStep(iso), consumes: [] }];
}
