import { StatusTag } from '@quancheng/ui';
import { useApi } from '../../../api/queries.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { formatMoment } from '../../../lib/format.ts';
import { AsWritten } from '../../../shell/as-written.tsx';
import { Loaded } from '../../../shell/problem.tsx';
import { End } from '../me/end.tsx';
import { devicesPath } from './model.ts';

interface Device {
  id: string;
  name: string;
  addedAt: string;
  licences: number;
  state: 'active' | 'withdrawn';
}

/** Phones that have cards of the signed-in; a lost one is stopped from any other. */
export function Devices({ here }: { here: string | undefined }) {
  const { t } = useWords();
  const query = useApi<{ items: Device[] }>(devicesPath);
  return (
    <section aria-labelledby="devices" className="stack">
      <h2 id="devices">{t('cards.devices')}</h2>
      <p>{t('cards.devicesText')}</p>
      <Loaded query={query} lines={2}>
        {({ items }) =>
          items.length === 0 ? (
            <p>{t('cards.devicesNone')}</p>
          ) : (
            <ul className="cases">
              {items.map((device) => (
                <Row key={device.id} device={device} isHere={device.id === here} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  );
}

function Row({ device, isHere }: { device: Device; isHere: boolean }) {
  const { t, lang } = useWords();
  const { id, name, addedAt, licences, state } = device;
  return (
    <li className="case-row">
      <div className="case-row__words">
        <p className="case-row__title">
          <span translate="no">
            <AsWritten>{name}</AsWritten>
          </span>
          {isHere && t('cards.thisDevice')}
        </p>
        <p className="case-row__more">
          {t('cards.deviceFacts', { at: formatMoment(addedAt, lang), n: licences })}
        </p>
      </div>
      <div className="case-row__state">
        {state === 'withdrawn' ? (
          <StatusTag kind="over">{t('cards.withdrawn')}</StatusTag>
        ) : (
          <End
            command={{ path: `${devicesPath}/${id}/withdraw` }}
            refresh={devicesPath}
            label={t('cards.withdraw')}
            labelFor={t('cards.withdrawOf', { at: formatMoment(addedAt, lang) })}
            text={t('cards.withdrawText')}
            yes={t('cards.withdraw')}
          />
        )}
      </div>
    </li>
  );
}
