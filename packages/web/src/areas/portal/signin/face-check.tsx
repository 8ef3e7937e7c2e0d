import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { Button, Notice } from '@quancheng/ui';
import { ApiError, newKey, sendJson } from '../../../api/client.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { closeCamera, knowsCameras, openCamera, takePicture } from '../../../lib/camera.ts';
import { ProblemNotice } from '../../../shell/problem.tsx';

type Action = 'front' | 'left' | 'right' | 'blink' | 'mouth';

interface Begun {
  check: string;
  actions: Action[];
}

type State =
  | { at: 'asked' }
  | { at: 'opening' }
  | { at: 'before-camera'; begun: Begun; stream: MediaStream; pictures: string[] }
  | { at: 'comparing' }
  | { at: 'passed'; check: string }
  | { at: 'no-camera' }
  | { at: 'failed'; error: Error };

const never = () => () => undefined;

/** One agrees, does before the camera what is asked, and goes on; whoever turns away has the other ways. */
export function FaceCheck({ uid, consent }: { uid: string; consent: string }) {
  const { t } = useWords();
  const knows = useSyncExternalStore<boolean | null>(never, knowsCameras, () => null);
  const [state, setState] = useState<State>({ at: 'asked' });
  const command = <T,>(name: string, body: object): Promise<T> =>
    sendJson<T>({ path: `/oidc/interaction/${uid}/face/${name}`, body }, '', newKey());

  async function begin(): Promise<void> {
    setState({ at: 'opening' });
    // The camera first: where there is none, nothing begins at the provider.
    const stream = await openCamera().catch(() => null);
    if (!stream) return setState({ at: 'no-camera' });
    try {
      const begun = await command<Begun>('start', { consent });
      setState({ at: 'before-camera', begun, stream, pictures: [] });
    } catch (error) {
      closeCamera(stream);
      setState({ at: 'failed', error: error as Error });
    }
  }

  async function compare({ check }: Begun, pictures: string[]): Promise<void> {
    setState({ at: 'comparing' });
    try {
      await command('compare', { check, pictures });
      setState({ at: 'passed', check });
    } catch (error) {
      setState({ at: 'failed', error: error as Error });
    }
  }

  function take(picture: string): void {
    if (state.at !== 'before-camera') return;
    const pictures = [...state.pictures, picture];
    if (pictures.length < state.begun.actions.length) return setState({ ...state, pictures });
    closeCamera(state.stream);
    void compare(state.begun, pictures);
  }

  function stop(): void {
    if (state.at === 'before-camera') closeCamera(state.stream);
    setState({ at: 'asked' });
  }

  if (knows === null) return null;
  return (
    <section aria-labelledby="face-title" className="stack">
      <h2 id="face-title">{t('faceCheck.title')}</h2>
      {!knows && <Notice tone="caution">{t('faceCheck.unsupported')}</Notice>}
      {state.at === 'failed' && <Failed error={state.error} />}
      {state.at === 'no-camera' && (
        <Notice tone="caution" announce="alert" title={t('faceCheck.noCamera')}>
          {t('faceCheck.noCameraText')}
        </Notice>
      )}
      {knows && ['asked', 'opening', 'failed', 'no-camera'].includes(state.at) && (
        <Consent busy={state.at === 'opening'} onAgree={() => void begin()} />
      )}
      {state.at === 'before-camera' && (
        <BeforeCamera
          stream={state.stream}
          action={state.begun.actions[state.pictures.length] ?? 'front'}
          step={{ n: state.pictures.length + 1, all: state.begun.actions.length }}
          onPicture={take}
          onStop={stop}
        />
      )}
      {state.at === 'comparing' && <output className="face__said">{t('faceCheck.sending')}</output>}
      {state.at === 'passed' && <GoOn uid={uid} check={state.check} />}
    </section>
  );
}

function Failed({ error }: { error: Error }) {
  return <ProblemNotice error={error instanceof ApiError ? error : new ApiError(0, null)} />;
}

function Consent({ busy, onAgree }: { busy: boolean; onAgree: () => void }) {
  const { t } = useWords();
  return (
    <>
      <p>{t('faceCheck.text')}</p>
      <Notice tone="info" title={t('faceCheck.consent.title')}>
        <ul>
          <li>{t('faceCheck.consent.what')}</li>
          <li>{t('faceCheck.consent.kept')}</li>
          <li>{t('faceCheck.consent.other')}</li>
        </ul>
      </Notice>
      <div className="actions">
        <Button variant="secondary" busy={busy} onClick={onAgree}>
          {t('faceCheck.agree')}
        </Button>
      </div>
    </>
  );
}

function BeforeCamera({
  stream,
  action,
  step,
  onPicture,
  onStop,
}: {
  stream: MediaStream;
  action: Action;
  step: { n: number; all: number };
  onPicture: (picture: string) => void;
  onStop: () => void;
}) {
  const { t } = useWords();
  const video = useRef<HTMLVideoElement>(null);
  const [isLive, setLive] = useState(false);
  useEffect(() => {
    if (video.current) video.current.srcObject = stream;
    // Whoever leaves the page leaves the camera.
    return () => closeCamera(stream);
  }, [stream]);
  return (
    <div className="stack face">
      <p className="face__step">{t('faceCheck.step', step)}</p>
      <output className="face__action">{t(`faceCheck.actions.${action}`)}</output>
      <div className="face__frame">
        <video
          ref={video}
          className="face__picture"
          aria-label={t('faceCheck.frame')}
          autoPlay
          muted
          playsInline
          onLoadedData={() => setLive(true)}
        />
      </div>
      <div className="actions">
        <Button disabled={!isLive} onClick={() => video.current && onPicture(takePicture(video.current))}>
          {t('faceCheck.shoot')}
        </Button>
        <Button variant="secondary" onClick={onStop}>
          {t('faceCheck.stop')}
        </Button>
      </div>
    </div>
  );
}

/** The sign-in goes on by a form, as after every other way. */
function GoOn({ uid, check }: { uid: string; check: string }) {
  const { t } = useWords();
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.submit(), []);
  return (
    <form ref={form} method="post" action={`/oidc/interaction/${uid}/face`}>
      <input type="hidden" name="check" value={check} readOnly />
      <output className="face__said">{t('faceCheck.passed')}</output>
    </form>
  );
}
