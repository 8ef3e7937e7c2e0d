import { useEffect, useRef, useState } from 'react';
import { Button, Notice } from '@quancheng/ui';
import { useWords } from '../../../i18n/i18n.ts';
import { readFrame } from './scan.ts';

const betweenFramesMs = 150;

/** Looks through the camera until it is closed; every text of a QR code is told. */
export function Camera({ onText, onClose }: { onText: (text: string) => void; onClose: () => void }) {
  const { t } = useWords();
  const video = useRef<HTMLVideoElement>(null);
  const [refused, setRefused] = useState(false);
  const tell = useRef(onText);
  useEffect(() => {
    tell.current = onText;
  }, [onText]);
  useEffect(() => {
    let stream: MediaStream | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let gone = false;
    const look = () => {
      if (gone) return;
      const text = video.current ? readFrame(video.current) : undefined;
      if (text !== undefined) tell.current(text);
      timer = setTimeout(look, betweenFramesMs);
    };
    const begin = async () => {
      try {
        stream = await navigator.mediaDevices.getUserMedia({
          video: { facingMode: 'environment', width: { ideal: 1920 }, height: { ideal: 1080 } },
        });
        if (gone || !video.current) {
          stop(stream);
          return;
        }
        video.current.srcObject = stream;
        await video.current.play();
        look();
      } catch {
        if (!gone) setRefused(true);
      }
    };
    void begin();
    return () => {
      gone = true;
      clearTimeout(timer);
      stop(stream);
    };
  }, []);
  return (
    <div className="stack">
      {refused ? (
        <Notice tone="caution" announce="alert" title={t('present.noCamera')}>
          {t('present.noCameraText')}
        </Notice>
      ) : (
        <video
          ref={video}
          className="scan__video"
          playsInline
          muted
          aria-label={t('present.cameraPicture')}
        />
      )}
      <Button variant="secondary" onClick={onClose}>
        {t('present.closeCamera')}
      </Button>
    </div>
  );
}

function stop(stream: MediaStream | undefined): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}
