/** The VMTools image apart from its chunks, which go their own way (`uploader.ts`). */
import type { SmartxCluster } from '../../engines/configure/ports.ts';
import type { Caller, SmartxCall } from './caller.ts';
import { svtImages, svtVolumeOf } from './image-shapes.ts';
import { anyShape } from './shape-parts.ts';

type ImageCalls = Pick<SmartxCluster, 'createSvtVolume' | 'listSvtImages' | 'deleteImage'>;

/** No list of images is documented. These are the places where one would be, the one that images are deleted under first. */
const listPaths = ['/api/v2/images', '/api/v2/svt_image/images'] as const;

function listCall(path: string): SmartxCall {
  return { doing: { zh: '读取镜像列表', en: 'reading the image list' }, method: 'GET', path };
}

export function createImageCalls(caller: Caller): ImageCalls {
  return {
    createSvtVolume: ({ name, sizeBytes }, options) => {
      const query = { name, size: String(sizeBytes) };
      return caller.ask(
        {
          doing: { zh: `为 ${name} 创建上传卷`, en: `creating the upload volume for ${name}` },
          method: 'POST',
          path: '/api/v2/svt_image/create_volume',
          query,
        },
        svtVolumeOf(sizeBytes),
        options,
      );
    },

    listSvtImages: async (options) => {
      const first = await caller.tryReading(listCall(listPaths[0]), svtImages, options);
      return first.kind === 'value' ? first : caller.tryReading(listCall(listPaths[1]), svtImages, options);
    },

    deleteImage: async ({ uuid, name }, options) => {
      const path = `/api/v2/images/${encodeURIComponent(uuid)}`;
      await caller.ask(
        {
          doing: { zh: `删除镜像 ${name}`, en: `deleting image ${name}` },
          method: 'DELETE',
          path,
        },
        anyShape,
        options,
      );
    },
  };
}
