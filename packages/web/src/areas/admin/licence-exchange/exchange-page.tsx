import { Button } from 'antd';
import { useTitle } from '../../../shell/title.tsx';
import { useReload, useStaffApi } from '../../staff/api/queries.ts';
import { PageHead, Shown } from '../../staff/shell/states.tsx';
import { useAdminWords } from '../words.ts';
import { Conflicts } from './conflicts.tsx';
import { Differences } from './differences.tsx';
import { Lowers } from './lowers.tsx';
import { Refused } from './refused.tsx';
import { exchangePath, type ExchangeOverview } from './types.ts';
import { Upper } from './upper.tsx';

/** The exchange of licences with the upper level and with lower ones: how it goes, and what someone has to decide. */
export function ExchangePage() {
  const { w } = useAdminWords();
  useTitle(w('exchange.title'));
  const reload = useReload();
  const query = useStaffApi<ExchangeOverview>(exchangePath);
  return (
    <>
      <PageHead title={w('exchange.title')}>
        <Button onClick={() => void reload()}>{w('health.reload')}</Button>
      </PageHead>
      <p className="desk-soft">{w('exchange.text')}</p>
      <Shown query={query}>
        {(overview) => (
          <div className="admin-exchange">
            <Upper overview={overview} />
            {overview.upper && <Refused />}
            {overview.upper && <Differences />}
            <Lowers lowers={overview.lowers} />
            {overview.lowers.length > 0 && <Conflicts />}
          </div>
        )}
      </Shown>
    </>
  );
}
