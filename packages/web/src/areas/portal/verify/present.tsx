import { useRef, useState } from 'react';
import { Button, Field, FileUpload, Notice, Skeleton, TextArea } from '@quancheng/ui';
import {
  createCollector,
  LiveCodeError,
  verifyLiveCode,
  type Reading,
  type Trust,
} from '@quancheng/engines/livecode';
import { Camera as CameraIcon } from 'lucide-react';
import { Link } from 'react-router';
import { useWords } from '../../../i18n/i18n.ts';
import { formatMoment } from '../../../lib/format.ts';
import { useKeptOffline } from '../../../offline/keep.ts';
import { useTitle } from '../../../shell/title.tsx';
import { Camera } from './camera.tsx';
import { readPicture } from './scan.ts';
import { useTrust, type OwnTrust } from './use-trust.ts';
import { ReadingOf } from './verdict.tsx';

/** Checks the live code on someone's phone, with or without a network. */
export function Present() {
  const { t } = useWords();
  useTitle(t('present.title'));
  useKeptOffline('/verify/present');
  const own = useTrust();
  return (
    <div className="page page--form">
      <h1>{t('present.title')}</h1>
      <p className="lead">{t('present.intro')}</p>
      {own.trust && <Check own={own} trust={own.trust} />}
      {!own.trust && own.missing && (
        <Notice tone="caution" title={t('present.noTrust')}>
          {t('present.noTrustText')}
        </Notice>
      )}
      {!own.trust && !own.missing && <Skeleton label={t('loading')} lines={3} />}
      <p className="scan__link">
        <Link to="/verify/ask">{t('present.ask')}</Link>
      </p>
    </div>
  );
}

interface Progress {
  have: number;
  of: number;
}

function useReader({ newest }: OwnTrust, trust: Trust) {
  const collector = useRef(createCollector());
  const [reading, setReading] = useState<Reading | null>(null);
  const [progress, setProgress] = useState<Progress | null>(null);
  return {
    reading,
    progress,
    /** What was found before must not stand beside what is looked at now. */
    forget: () => setReading(null),
    /** Answers whether there is a verdict now. */
    take: async (text: string): Promise<boolean> => {
      try {
        const found = collector.current.add(text);
        if (!('done' in found)) {
          setProgress(found);
          setReading(null);
          return false;
        }
        // Who has a network knows at once what counts no more.
        setReading(await verifyLiveCode(found.done, await newest(trust), new Date()));
      } catch (error) {
        if (!(error instanceof LiveCodeError)) throw error;
        setReading({ verdict: 'unreadable', items: [], statusAsOf: null, clockOff: 0 });
      }
      setProgress(null);
      return true;
    },
  };
}

function Check({ own, trust }: { own: OwnTrust; trust: Trust }) {
  const { t, lang } = useWords();
  const { reading, progress, forget, take } = useReader(own, trust);
  const [open, setOpen] = useState(false);
  const [noCode, setNoCode] = useState(false);
  const [fresh, setFresh] = useState<boolean | null>(null);
  const accept = async (text: string) => {
    setNoCode(false);
    if (await take(text)) setOpen(false);
  };
  const acceptPicture = async (file: File) => {
    forget();
    const text = await readPicture(file);
    if (text === undefined) setNoCode(true);
    else await accept(text);
  };
  return (
    <>
      <div className="stack" aria-live="polite">
        {reading && <ReadingOf reading={reading} trust={trust} />}
        {progress && (
          <Notice title={t('present.parts', { have: progress.have, of: progress.of })}>
            {t('present.partsText')}
          </Notice>
        )}
        {noCode && (
          <Notice tone="caution" title={t('present.noCode')}>
            {t('present.noCodeText')}
          </Notice>
        )}
      </div>
      {open ? (
        <Camera onText={(text) => void accept(text)} onClose={() => setOpen(false)} />
      ) : (
        <div className="actions">
          <Button icon={<CameraIcon size={20} aria-hidden />} onClick={() => setOpen(true)}>
            {t(reading ? 'present.again' : 'present.scan')}
          </Button>
        </div>
      )}
      <OtherWays onText={(text) => void accept(text)} onPicture={(file) => void acceptPicture(file)} />
      <section className="stack" aria-labelledby="known">
        <h2 id="known">{t('present.known')}</h2>
        <p>{t('present.knownAt', { at: formatMoment(trust.asOf.toISOString(), lang) })}</p>
        <p className="soft">{t('present.knownText')}</p>
        <Button
          variant="secondary"
          onClick={() => {
            void own.refresh().then((found) => setFresh(found !== undefined));
          }}
        >
          {t('present.refresh')}
        </Button>
        <output>{fresh !== null && t(fresh ? 'present.refreshed' : 'present.notRefreshed')}</output>
      </section>
    </>
  );
}

interface OtherWaysProps {
  onText: (text: string) => void;
  onPicture: (file: File) => void;
}

/** For phones that lend no camera, and codes that came as a picture or text. */
function OtherWays({ onText, onPicture }: OtherWaysProps) {
  const { t } = useWords();
  const [typed, setTyped] = useState('');
  return (
    <details className="scan__other">
      <summary>{t('present.other')}</summary>
      <div className="stack">
        <Field id="picture" label={t('present.picture')} help={t('present.pictureHelp')}>
          {(control) => (
            <FileUpload
              {...control}
              name="picture"
              accept="image/*"
              file={undefined}
              progress={undefined}
              labels={{
                choose: t('present.choosePicture'),
                replace: t('present.choosePicture'),
                remove: t('materials.remove'),
              }}
              onChoose={onPicture}
              onRemove={() => undefined}
            />
          )}
        </Field>
        <Field id="text" label={t('present.text')}>
          {(control) => (
            <TextArea
              {...control}
              name="text"
              rows={3}
              spellCheck={false}
              autoComplete="off"
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
        </Field>
        <Button
          variant="secondary"
          onClick={() => {
            if (typed.trim() !== '') onText(typed);
          }}
        >
          {t('present.checkText')}
        </Button>
      </div>
    </details>
  );
}
