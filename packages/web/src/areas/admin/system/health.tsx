import { Button } from 'antd';
import { CircleAlert, CircleCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatBytes, formatMoment, formatNumber, formatShare } from '../../../lib/format.ts';
import { useTitle } from '../../../shell/title.tsx';
import { useReload, useStaffApi } from '../../staff/api/queries.ts';
import { PageHead, Shown } from '../../staff/shell/states.tsx';
import { useAdminWords } from '../words.ts';

interface Health {
  versions: { node: string; postgres: string };
  migrations: { applied: number; newest: string; at: string };
  process: { uptimeSeconds: number; memoryBytes: number; eventLoopP99Ms: number };
  pool: { size: number; most: number; idle: number; waiting: number };
  jobs: { open: number; dead: number; oldestSeconds: number };
  outbox: { consumer: string; lag: number }[];
  disk: { freeBytes: number; totalBytes: number };
}

/** From here on someone should look: jobs that wait, a loop that stalls, a disk that fills. */
const limits = { oldestSeconds: 60, eventLoopMs: 200, freeShare: 0.1 };

/** How the server that answers and its database fare. */
export function HealthPage() {
  const { w } = useAdminWords();
  useTitle(w('health.title'));
  const reload = useReload();
  const query = useStaffApi<Health>('/api/v1/admin/health');
  return (
    <>
      <PageHead title={w('health.title')}>
        <Button onClick={() => void reload()}>{w('health.reload')}</Button>
      </PageHead>
      <p className="desk-soft">{w('health.text')}</p>
      <Shown query={query}>{(health) => <Figures health={health} />}</Shown>
    </>
  );
}

function Figures({ health }: { health: Health }) {
  const { w, lang } = useAdminWords();
  const { versions, migrations, process, pool, jobs, outbox, disk } = health;
  const gigabytes = (bytes: number) => `${formatNumber(Math.round(bytes / 1e9))} GB`;
  return (
    <div className="admin-figures">
      <Group title={w('health.queue')} fine={jobs.oldestSeconds < limits.oldestSeconds && jobs.dead === 0}>
        <Fact
          name={w('health.oldest')}
          value={w('health.seconds', { n: formatNumber(jobs.oldestSeconds) })}
        />
        <Fact name={w('health.open')} value={formatNumber(jobs.open)} />
        <Fact name={w('health.dead')} value={formatNumber(jobs.dead)} />
        {outbox.map(({ consumer, lag }) => (
          <Fact key={consumer} name={w('health.lag', { consumer })} value={formatNumber(lag)} />
        ))}
      </Group>
      <Group title={w('health.database')} fine={pool.waiting === 0}>
        <Fact name={w('health.waiting')} value={formatNumber(pool.waiting)} />
        <Fact
          name={w('health.connections')}
          value={w('health.ofMost', { n: pool.size, most: pool.most, idle: pool.idle })}
        />
        <Fact name="PostgreSQL" value={versions.postgres} />
        <Fact name={w('health.migrations')} value={`${migrations.newest} (${migrations.applied})`} />
        <Fact name={w('health.migrated')} value={formatMoment(migrations.at, lang)} />
      </Group>
      <Group title={w('health.process')} fine={process.eventLoopP99Ms < limits.eventLoopMs}>
        <Fact name={w('health.loop')} value={`${process.eventLoopP99Ms} ms`} />
        <Fact name={w('health.memory')} value={formatBytes(process.memoryBytes)} />
        <Fact
          name={w('health.uptime')}
          value={w('health.hours', {
            h: formatNumber(Math.floor(process.uptimeSeconds / 3600)),
            m: Math.floor((process.uptimeSeconds % 3600) / 60),
          })}
        />
        <Fact name="Node.js" value={versions.node} />
      </Group>
      <Group title={w('health.disk')} fine={disk.freeBytes / disk.totalBytes > limits.freeShare}>
        <Fact
          name={w('health.free')}
          value={`${gigabytes(disk.freeBytes)} (${formatShare(disk.freeBytes, disk.totalBytes)})`}
        />
        <Fact name={w('health.total')} value={gigabytes(disk.totalBytes)} />
      </Group>
    </div>
  );
}

function Group({ title, fine, children }: { title: string; fine: boolean; children: ReactNode }) {
  const { w } = useAdminWords();
  const Icon = fine ? CircleCheck : CircleAlert;
  return (
    <section className="desk-panel">
      <h2>{title}</h2>
      <p className={fine ? 'admin-verdict admin-verdict--clean' : 'admin-verdict'}>
        <Icon size={16} aria-hidden />
        {w(fine ? 'health.fine' : 'health.look')}
      </p>
      <dl className="desk-facts">{children}</dl>
    </section>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="desk-figures" translate="no">
        {value}
      </dd>
    </div>
  );
}
