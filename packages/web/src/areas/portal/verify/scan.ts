import { decodeQR } from 'qr/decode.js';

/** Pixels of the longer side, beyond which a picture is made smaller. */
const largest = 2400;
/** For looking again in a picture, and in one of many frames. */
const pictureMs = 1500;
const frameMs = 120;

/** What a QR code in a picture says; undefined where there is none that can be read. */
export async function readPicture(file: Blob): Promise<string | undefined> {
  const url = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    return readFrom(image, image.naturalWidth, image.naturalHeight, pictureMs);
  } catch {
    return undefined; // not a picture
  } finally {
    URL.revokeObjectURL(url);
  }
}

export function readFrame(video: HTMLVideoElement): string | undefined {
  const { videoWidth, videoHeight } = video;
  if (videoWidth === 0) return undefined;
  return readFrom(video, videoWidth, videoHeight, frameMs);
}

function readFrom(
  source: CanvasImageSource,
  width: number,
  height: number,
  timeLimit: number,
): string | undefined {
  const scale = Math.min(1, largest / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext('2d');
  if (!context) return undefined;
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  try {
    return decodeQR({ width: canvas.width, height: canvas.height, data }, { timeLimit });
  } catch {
    return undefined; // none found
  }
}
