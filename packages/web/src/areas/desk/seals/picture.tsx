import { useState } from 'react';

/** Of a seal's picture, in millimetres. */
export interface Size {
  width: number;
  height: number;
}

const millimetresPerPixel = 25.4 / 96;

export function pictureOf(sealId: string): string {
  return `/api/v1/desk/seals/${sealId}/picture`;
}

/** The size that a loaded picture says of itself: whole millimetres, of which pixels are a rounding. */
export function sizeOf({ naturalWidth, naturalHeight }: HTMLImageElement): Size {
  const inMillimetres = (pixels: number) => Math.round(pixels * millimetresPerPixel);
  return { width: inMillimetres(naturalWidth), height: inMillimetres(naturalHeight) };
}

/** As large as the seal itself, with its size said once it is known. */
export function SealPicture({
  sealId,
  alt,
  caption,
}: {
  sealId: string;
  alt: string;
  caption: (size: Size) => string;
}) {
  const [size, setSize] = useState<Size | null>(null);
  return (
    <figure className="seal-picture">
      <span className="seal-paper">
        <img
          src={pictureOf(sealId)}
          alt={alt}
          onLoad={({ currentTarget }) => setSize(sizeOf(currentTarget))}
        />
      </span>
      <figcaption className="desk-soft">{size ? caption(size) : ' '}</figcaption>
    </figure>
  );
}
