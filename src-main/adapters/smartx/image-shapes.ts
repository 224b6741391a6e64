/** The VMTools image: its volume, the list of images, and what is said after a chunk. */
import { z } from 'zod';
import type { ChunkAnswer, SvtImage, SvtVolume } from '../../engines/configure/ports.ts';
import { listOf, numberList, optionalNumber, optionalText, text, wholeNumber } from './shape-parts.ts';

const documentedChunkSizeBytes = 8_388_608;

/** Without a list of chunks the whole file is wanted. */
export function svtVolumeOf(sizeBytes: number): z.ZodType<SvtVolume> {
  return z
    .object({
      image_uuid: text,
      zbs_volume_id: text,
      chunk_size: wholeNumber.positive().nullish().catch(null),
      to_upload: numberList.nullish().catch(null),
      image_path: optionalText,
    })
    .transform((value) => {
      const chunkSize = value.chunk_size ?? documentedChunkSizeBytes;
      return {
        imageUuid: value.image_uuid,
        volumeId: value.zbs_volume_id,
        chunkSize,
        toUpload:
          value.to_upload ?? Array.from({ length: Math.ceil(sizeBytes / chunkSize) }, (_, chunk) => chunk),
        imagePath: value.image_path ?? null,
      };
    });
}

export const svtImages = listOf<SvtImage>(
  z
    .object({
      image_uuid: optionalText,
      uuid: optionalText,
      name: optionalText,
      image_name: optionalText,
      size: optionalNumber,
      to_upload: numberList.nullish().catch(null),
      zbs_volume_id: optionalText,
    })
    .refine((value) => (value.image_uuid ?? value.uuid ?? null) !== null, { path: ['image_uuid'] })
    .transform((value) => ({
      imageUuid: value.image_uuid ?? value.uuid ?? '',
      name: value.name ?? value.image_name ?? '',
      sizeBytes: value.size ?? null,
      toUpload: value.to_upload ?? null,
      volumeId: value.zbs_volume_id ?? null,
    })),
  'images',
  'svt_images',
);

/** After a chunk: nobody has documented this answer, so everything in it is optional. */
export const chunkAnswer: z.ZodType<ChunkAnswer> = z
  .object({
    to_upload: numberList.nullish().catch(null),
    next_chunk: optionalNumber,
    next_chunk_num: optionalNumber,
  })
  .transform((value) => ({
    toUpload: value.to_upload ?? null,
    nextChunk: value.next_chunk ?? value.next_chunk_num ?? null,
  }))
  .catch({ toUpload: null, nextChunk: null });
