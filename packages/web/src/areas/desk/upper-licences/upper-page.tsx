import { Alert } from 'antd';
import { formatMoment } from '../../../lib/format.ts';
import { useTitle } from '../../../shell/title.tsx';
import { useStaffApi } from '../../staff/api/queries.ts';
import { Nothing, PageHead, Shown } from '../../staff/shell/states.tsx';
import { useDeskWords } from '../words.ts';
import { AskForm } from './ask-form.tsx';
import { MyAsks } from './my-asks.tsx';
import { upperPath, type UpperLevel } from './model.ts';
import { VerifyForm } from './verify-form.tsx';

/** Licences of other places, which the upper level has: looked up for a case, or checked. */
export function UpperLicencesPage() {
  const { w, lang, text } = useDeskWords();
  useTitle(w('upper.title'));
  const level = useStaffApi<UpperLevel>(upperPath);
  return (
    <div className="desk-narrow desk-upper">
      <PageHead title={w('upper.title')} />
      <p className="desk-soft">{w('upper.text')}</p>
      <Shown query={level}>
        {({ upper, types }) =>
          upper === null ? (
            <Nothing title={w('upper.none')}>{w('upper.noneText')}</Nothing>
          ) : (
            <div className="desk-overview">
              {upper.retryAt !== null && (
                <Alert
                  type="warning"
                  showIcon
                  title={w('upper.away', { name: text(upper.name) })}
                  description={w('upper.awayText', { at: formatMoment(upper.retryAt, lang) })}
                />
              )}
              <AskForm types={types} />
              <VerifyForm />
              <MyAsks />
            </div>
          )
        }
      </Shown>
    </div>
  );
}
