/* The browser's part of a face check: pictures stay in memory until they are sent, and are never written anywhere. */

/** Whether the browser can show a camera; never on the server, nor on a page without TLS. */
export function knowsCameras(): boolean {
  return typeof navigator !== 'undefined' && typeof navigator.mediaDevices?.getUserMedia === 'function';
}

/** Opens the camera that looks at the person. Fails where that is not allowed or there is none. */
export function openCamera(): Promise<MediaStream> {
  const video = { facingMode: 'user', width: { ideal: 640 }, height: { ideal: 480 } };
  return navigator.mediaDevices.getUserMedia({ video, audio: false });
}

export function closeCamera(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** Longest side of a picture in pixels: enough to compare a face, small on a slow line. */
const longest = 640;

/** The picture of this moment: JPEG, base64. */
export function takePicture(video: HTMLVideoElement): string {
  const scale = Math.min(1, longest / Math.max(video.videoWidth, video.videoHeight, 1));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL('image/jpeg', 0.85).replace(/^data:image\/jpeg;base64,/, '');
}
