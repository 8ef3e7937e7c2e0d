import { useState } from 'react';
import { Alert, Button, Input, InputNumber, Radio, Select } from 'antd';
import { Download, FileUp } from 'lucide-react';
import { Link, useParams } from 'react-router';
import { useSession } from '../../../api/queries.ts';
import { formatBytes } from '../../../lib/format.ts';
import { AsWritten } from '../../../shell/as-written.tsx';
import { useTitle } from '../../../shell/title.tsx';
import { useStaffApi } from '../../staff/api/queries.ts';
import { Fault, Nothing, PageHead, Shown, Waiting } from '../../staff/shell/states.tsx';
import type { Seal, SealGrant } from '../api/types.ts';
import { useDeskWords } from '../words.ts';
import { Field, told } from '../../staff/form/field.tsx';
import { pictureOf, SealPicture, sizeOf, type Size } from './picture.tsx';
import { queryOf, usualPlace, within, type Place } from './place.ts';
import { grantsOf } from './rights.ts';
import { SheetPicture } from './sheet-picture.tsx';
import { useOfd, type Opened } from './use-ofd.ts';
import { useSealFile, type SealedFile } from './use-seal-file.ts';

/** Seals a document by hand, under a grant of one's own. */
export function SignPage() {
  const { w } = useDeskWords();
  useTitle(w('seals.sign.title'));
  const { id = '' } = useParams();
  const query = useStaffApi<Seal>(`/api/v1/desk/seals/${id}`);
  const { account } = useSession();
  return (
    <>
      <PageHead title={w('seals.sign.title')} />
      <Shown query={query}>
        {(seal) => {
          const grants = grantsOf(seal, account);
          return (
            <>
              <p>
                <Link to={`/desk/seals/${seal.id}`}>
                  <AsWritten>{seal.name}</AsWritten>
                </Link>
              </p>
              {grants.length === 0 ? (
                <Nothing title={w('seals.sign.noGrant')}>{w('seals.sign.noGrantText')}</Nothing>
              ) : (
                <Sign seal={seal} grants={grants} />
              )}
            </>
          );
        }}
      </Shown>
    </>
  );
}

function Sign({ seal, grants }: { seal: Seal; grants: SealGrant[] }) {
  const { w } = useDeskWords();
  const [file, setFile] = useState<File | null>(null);
  const [size, setSize] = useState<Size | null>(null);
  const opened = useOfd(file);
  return (
    <>
      {!file && (
        <SealPicture
          sealId={seal.id}
          alt={w('seals.pictureOf')}
          caption={(found) => w('seals.size', { ...found })}
        />
      )}
      <Measure sealId={seal.id} known={size} onSize={setSize} />
      <Field id="sign-file" label={w('seals.sign.file')} help={w('seals.sign.fileHelp')}>
        <label className="seal-file">
          <FileUp size={18} aria-hidden />
          {file ? <AsWritten>{file.name}</AsWritten> : w('seals.sign.choose')}
          <input
            id="sign-file"
            className="visually-hidden"
            type="file"
            accept=".ofd,application/ofd"
            aria-describedby="sign-file-help"
            onChange={({ target }) => setFile(target.files?.[0] ?? null)}
          />
        </label>
      </Field>
      {file && opened === 'unreadable' && (
        <Alert
          type="error"
          showIcon
          title={w('seals.sign.unreadable')}
          description={w('seals.sign.unreadableText')}
        />
      )}
      {file && (opened === 'reading' || (size === null && opened !== 'unreadable')) && <Waiting rows={8} />}
      {file && size && typeof opened === 'object' && (
        <SignSheet
          key={`${file.name} ${file.size} ${file.lastModified}`}
          seal={seal}
          grants={grants}
          file={file}
          size={size}
          opened={opened}
        />
      )}
    </>
  );
}

/** Reads off the picture how large the seal is. */
function Measure({
  sealId,
  known,
  onSize,
}: {
  sealId: string;
  known: Size | null;
  onSize: (size: Size) => void;
}) {
  if (known) return null;
  return (
    <img
      className="visually-hidden"
      src={pictureOf(sealId)}
      alt=""
      onLoad={({ currentTarget }) => onSize(sizeOf(currentTarget))}
    />
  );
}

interface SignSheetProps {
  seal: Seal;
  grants: SealGrant[];
  file: File;
  size: Size;
  opened: Opened;
}

/** Where the seal goes and what for; afterwards the sealed file. */
function SignSheet({ seal, grants, file, size, opened }: SignSheetProps) {
  const { w } = useDeskWords();
  const [place, setPlace] = useState<Place>(() => usualPlace(opened.sizes, size));
  const [shown, setShown] = useState(place.page);
  const [purpose, setPurpose] = useState('');
  const [grant, setGrant] = useState<string>(
    grants.find(({ forType }) => forType === null)?.id ?? grants[0]?.id ?? '',
  );
  const [tried, setTried] = useState(false);
  const send = useSealFile();
  const short = tried && purpose.trim().length < 2 ? w('seals.sign.purposeShort') : undefined;
  const forType = grants.find(({ id }) => id === grant)?.forType;

  function seeThrough(): void {
    setTried(true);
    if (purpose.trim().length < 2) return document.getElementById('sign-purpose')?.focus();
    send.mutate({
      sealId: seal.id,
      file,
      query: { ...queryOf(place), purpose: purpose.trim(), ...(forType ? { forType } : {}) },
    });
  }

  if (send.data) return <Done sealed={send.data} />;
  return (
    <div className="seal-signing">
      <form
        className="staff-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          seeThrough();
        }}
      >
        {send.error && <Fault error={send.error} />}
        <WayChoice
          place={place}
          pages={opened.sizes.length}
          onChange={(change) => setPlace((now) => ({ ...now, ...change }))}
        />
        <Distances
          place={place}
          size={size}
          opened={opened}
          onChange={(next) => {
            setPlace(next);
            if (next.way === 'page') setShown(next.page);
          }}
        />
        {grants.length > 1 && (
          <Field id="sign-grant" label={w('seals.sign.grant')}>
            <Select
              id="sign-grant"
              className="desk-wide"
              value={grant}
              options={grants.map(({ id, forType: type }) => ({
                value: id,
                label: type ?? w('seals.grants.forAll'),
              }))}
              onChange={(chosen: string) => setGrant(chosen)}
            />
          </Field>
        )}
        <Field
          id="sign-purpose"
          label={w('seals.sign.purpose')}
          help={w('seals.sign.purposeHelp')}
          wrong={short}
        >
          <Input
            id="sign-purpose"
            maxLength={200}
            value={purpose}
            onChange={({ target }) => setPurpose(target.value)}
            {...told('sign-purpose', short)}
          />
        </Field>
        <div className="desk-row">
          <Button type="primary" size="large" htmlType="submit" loading={send.isPending}>
            {w('seals.sign.do')}
          </Button>
        </div>
      </form>
      <div className="seal-view">
        <p className="desk-soft" id="sign-how">
          {w(place.way === 'seam' ? 'seals.sign.howSeam' : 'seals.sign.how')}
        </p>
        <SheetPicture
          opened={opened}
          shown={shown}
          sealId={seal.id}
          size={size}
          place={place}
          onPlace={setPlace}
        />
        {opened.sizes.length > 1 && (
          <div className="desk-row seal-turn">
            <Button disabled={shown === 0} onClick={() => setShown(shown - 1)}>
              {w('seals.sign.previous')}
            </Button>
            <span aria-live="polite">{w('seals.sign.page', { n: shown + 1, all: opened.sizes.length })}</span>
            <Button disabled={shown === opened.sizes.length - 1} onClick={() => setShown(shown + 1)}>
              {w('seals.sign.next')}
            </Button>
          </div>
        )}
      </div>
    </div>
  );
}

interface WayChoiceProps {
  place: Place;
  pages: number;
  onChange: (change: Partial<Place>) => void;
}

function WayChoice({ place, pages, onChange }: WayChoiceProps) {
  const { w } = useDeskWords();
  return (
    <fieldset className="desk-bare desk-field">
      <legend className="desk-field__label">{w('seals.sign.where')}</legend>
      <Radio.Group
        value={place.way}
        options={[
          { value: 'page', label: w('seals.sign.onPage') },
          { value: 'seam', label: w('seals.sign.seam'), disabled: pages < 2 },
        ]}
        onChange={({ target }) => onChange({ way: target.value as Place['way'] })}
      />
      <p className="desk-soft">{w(pages < 2 ? 'seals.sign.onePage' : 'seals.sign.seamHelp')}</p>
    </fieldset>
  );
}

interface DistancesProps {
  place: Place;
  size: Size;
  opened: Opened;
  onChange: (place: Place) => void;
}

/** The same place in figures. */
function Distances({ place, size, opened, onChange }: DistancesProps) {
  const { w } = useDeskWords();
  const names = place.way === 'seam' ? (['y'] as const) : (['page', 'x', 'y'] as const);
  function change(name: 'page' | 'x' | 'y', value: number | null): void {
    if (value === null) return;
    const next = { ...place, [name]: name === 'page' ? value - 1 : value };
    const page = opened.sizes[next.page];
    if (page) onChange(within(next, size, page));
  }
  return (
    <div className="seal-sides">
      {names.map((name) => (
        <Field key={name} id={`sign-${name}`} label={w(`seals.sign.at.${name}`)}>
          <InputNumber
            controls={false}
            id={`sign-${name}`}
            min={name === 'page' ? 1 : 0}
            max={name === 'page' ? opened.sizes.length : 5000}
            {...(name === 'page' ? { precision: 0 } : { suffix: w('seals.mm') })}
            value={name === 'page' ? place.page + 1 : place[name]}
            onChange={(value) => change(name, value)}
          />
        </Field>
      ))}
    </div>
  );
}

function Done({ sealed }: { sealed: SealedFile }) {
  const { w } = useDeskWords();
  return (
    <output className="desk-output">
      <Alert
        type="success"
        showIcon
        title={w('seals.sign.done')}
        description={
          <>
            <p>
              <AsWritten>{sealed.name}</AsWritten> · {formatBytes(sealed.bytes)}
            </p>
            <Button
              type="primary"
              href={`/api/v1/files/${sealed.id}`}
              download={sealed.name}
              icon={<Download size={18} aria-hidden />}
            >
              {w('seals.sign.download')}
            </Button>
            <p className="desk-soft">{w('seals.sign.check')}</p>
          </>
        }
      />
    </output>
  );
}
