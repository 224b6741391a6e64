import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Json } from '../contract/json.ts';
import { about, done, refused, type Answer } from './answers.ts';
import { readMultipart } from './multipart.ts';
import { readBack, type Call, type Route } from './routes.ts';
import type { PracticeWorld } from './world.ts';

const imageRow = z.object({
  uuid: z.string(),
  volumeId: z.string(),
  name: z.string(),
  sizeBytes: z.number(),
  chunkSizeBytes: z.number(),
});
type ImageRow = z.infer<typeof imageRow>;

const select = `SELECT uuid, volume_id AS volumeId, name, size_bytes AS sizeBytes,
  chunk_size_bytes AS chunkSizeBytes FROM image`;

export function readImages(world: PracticeWorld): ImageRow[] {
  return world.store.all(imageRow, `${select} ORDER BY name, uuid`);
}

const chunkRow = z.object({ number: z.number() });

const chunkCount = (image: ImageRow): number => Math.ceil(image.sizeBytes / image.chunkSizeBytes);

/** Numbers of the chunks that have not arrived. */
export function missingChunks(world: PracticeWorld, image: ImageRow): number[] {
  const there = new Set(
    world.store
      .all(chunkRow, 'SELECT number FROM chunk WHERE image_uuid = ?', [image.uuid])
      .map((chunk) => chunk.number),
  );
  return Array.from({ length: chunkCount(image) }, (_, number) => number).filter(
    (number) => !there.has(number),
  );
}

const imagePath = (image: ImageRow): string => `/practice/svt/${image.uuid}`;

/** 64 TiB in chunks of 8 MiB: past that somebody sent another unit. */
const mostChunks = 8_388_608;

function createVolume({ world, query }: Call): Answer {
  const name = query.get('name') ?? '';
  const size = query.get('size') ?? '';
  const resource = { kind: 'image', id: null, name };
  if (world.faults.has('createVolumeFail')) {
    return about(refused(500, 'EINTERNAL', 'the volume could not be made'), resource);
  }
  const sizeBytes = /^\d{1,15}$/.test(size) ? Number(size) : 0;
  if (name === '' || sizeBytes === 0 || sizeBytes / world.chunkSizeBytes > mostChunks) {
    return about(refused(400, 'EINVALID_PARAMETER', 'not valid: name, size'), resource);
  }
  const image: ImageRow = {
    uuid: randomUUID(),
    volumeId: randomUUID(),
    name,
    sizeBytes,
    chunkSizeBytes: world.chunkSizeBytes,
  };
  world.store.run('INSERT INTO image VALUES (?, ?, ?, ?, ?)', [
    image.uuid,
    image.volumeId,
    image.name,
    image.sizeBytes,
    image.chunkSizeBytes,
  ]);
  const described = {
    chunk_size: image.chunkSizeBytes,
    image_path: imagePath(image),
    image_uuid: image.uuid,
    to_upload: missingChunks(world, image),
    zbs_volume_id: image.volumeId,
  };
  return done(described, { ...resource, id: image.uuid });
}

/**
 * Whether this share of the chunks includes this one: spread evenly, the first chunk among them, the same ones
 * every time.
 */
function isDropped(chunk: number, percent: number): boolean {
  return Math.ceil(((chunk + 1) * percent) / 100) > Math.ceil((chunk * percent) / 100);
}

function tearAfterBytes({ world, query }: Call, lengthBytes: number): number | null {
  const percent = world.faults.find('uploadDrop')?.values['drop'];
  const chunk = query.get('chunk_num') ?? '';
  if (percent === undefined || !isDropped(Number(chunk), Number.parseInt(percent, 10))) {
    return null;
  }
  const isFirstTime = world.faults.count(`drop:${query.get('image_uuid') ?? ''}/${chunk}`) === 1;
  return isFirstTime ? Math.floor(lengthBytes / 2) : null;
}

/** The image that an upload names, null when there is none. */
function namedImage({ world, query }: Call): ImageRow | null {
  return world.store.one(imageRow, `${select} WHERE uuid = ? AND volume_id = ?`, [
    query.get('image_uuid') ?? '',
    query.get('zbs_volume_id') ?? '',
  ]);
}

const receiveChunk: NonNullable<Route['receive']> = async (request, call) => {
  const lengthBytes = Number(request.headers['content-length'] ?? 0);
  const imageBytes = namedImage(call)?.sizeBytes ?? 0;
  const read = await readMultipart(request, {
    hashes: call.world.hashesChunks,
    tearAfterBytes: tearAfterBytes(call, lengthBytes),
    holdMs: (arrivedBytes) => call.world.pace.lineMs(arrivedBytes, imageBytes),
  });
  return read === 'torn' ? { kind: 'torn' } : { kind: 'body', body: read };
};

const fileSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('file'), sizeBytes: z.number(), sha256: z.string().nullable() }),
  z.object({ kind: z.literal('invalid'), why: z.string() }),
]);

function chunkAnswer(world: PracticeWorld, image: ImageRow): Json {
  const missing = missingChunks(world, image);
  const next = { next_chunk: missing[0] ?? chunkCount(image) };
  switch (world.faults.find('uploadAnswer')?.values['answer']) {
    case 'empty':
      return {};
    case 'next-chunk':
      return next;
    case 'to-upload':
      return { to_upload: missing };
    default:
      return { to_upload: missing, ...next };
  }
}

function wrongLength(image: ImageRow, chunk: number, sizeBytes: number): Answer | null {
  const left = image.sizeBytes - chunk * image.chunkSizeBytes;
  const wanted = Math.min(left, image.chunkSizeBytes);
  if (left <= 0) {
    return refused(400, 'ECHUNK_OUT_OF_RANGE', `the image has no chunk ${chunk}`);
  }
  if (sizeBytes === wanted) {
    return null;
  }
  return refused(400, 'ECHUNK_SIZE', `chunk ${chunk} has ${sizeBytes} bytes, expected ${wanted}`);
}

function failsNow({ faults }: PracticeWorld, chunk: number): boolean {
  const times = faults.find('uploadChunk', { chunk: String(chunk) })?.values['fail'];
  return times !== undefined && faults.count(`chunk:${chunk}`) <= Number(times);
}

function uploadTemplate(call: Call): Answer {
  const { world, query, body } = call;
  const image = namedImage(call);
  if (image === null) {
    return refused(404, 'EIMAGE_NOT_FOUND', 'there is no such image and volume');
  }
  const number = query.get('chunk_num') ?? '';
  if (!/^\d{1,9}$/.test(number)) {
    return refused(400, 'EINVALID_PARAMETER', 'not valid: chunk_num');
  }
  const chunk = Number(number);
  const resource = { kind: 'chunk', id: `${image.uuid}/${chunk}`, name: image.name };
  if (failsNow(world, chunk)) {
    return about(refused(500, 'EINTERNAL', `chunk ${chunk} could not be written`), resource);
  }
  const file = fileSchema.parse(body);
  if (file.kind === 'invalid') {
    return about(refused(400, 'EMULTIPART', file.why), resource);
  }
  const objects = wrongLength(image, chunk, file.sizeBytes);
  if (objects !== null) {
    return about(objects, resource);
  }
  world.store.run('INSERT OR REPLACE INTO chunk VALUES (?, ?, ?, ?)', [
    image.uuid,
    chunk,
    file.sizeBytes,
    file.sha256,
  ]);
  return done(chunkAnswer(world, image), resource);
}

function deleteImage({ world, parts }: Call): Answer {
  const uuid = parts['uuid'] ?? '';
  const image = world.store.one(imageRow, `${select} WHERE uuid = ?`, [uuid]);
  if (image === null) {
    return refused(404, 'EIMAGE_NOT_FOUND', `there is no image ${uuid}`);
  }
  world.store.run('DELETE FROM image WHERE uuid = ?', [uuid]);
  return done({}, { kind: 'image', id: uuid, name: image.name });
}

function listImages({ world }: Call): Answer {
  const saysRest = !world.faults.has('readBackMissing', { what: 'to-upload' });
  const shown = readImages(world).map((image) => ({
    uuid: image.uuid,
    image_uuid: image.uuid,
    name: image.name,
    size: image.sizeBytes,
    path: imagePath(image),
    zbs_volume_id: image.volumeId,
    ...(saysRest ? { to_upload: missingChunks(world, image) } : {}),
  }));
  return done(shown);
}

export const imageRoutes: readonly Route[] = [
  { method: 'POST', pattern: '/api/v2/svt_image/create_volume', handle: createVolume },
  {
    method: 'POST',
    pattern: '/api/v2/svt_image/upload_template',
    receive: receiveChunk,
    handle: uploadTemplate,
  },
  { method: 'GET', pattern: '/api/v2/images', handle: readBack('images', listImages) },
  { method: 'DELETE', pattern: '/api/v2/images/{uuid}', handle: deleteImage },
];
