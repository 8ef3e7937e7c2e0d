import { useState } from 'react';
import { useStaffSend } from '../../staff/api/queries.ts';

interface Asked<Done> {
  /** Of the decision or process in the API. */
  path: string;
  /** The file that the change begins with. */
  source: string;
  /** Newest version, on which the next one is made. */
  newest: number;
  onPublished: (done: Done) => void;
}

/** A file on its way from a change over a trial to publication; a trial counts for exactly the text that it tried. */
export function useChange<Report, Done>({ path, source, newest, onPublished }: Asked<Done>) {
  const [xml, setXml] = useState(source);
  const [tried, setTried] = useState<{ xml: string; report: Report } | null>(null);
  const trial = useStaffSend<Report>();
  const publication = useStaffSend<Done>(onPublished);
  const report = tried?.xml === xml ? tried.report : null;
  return {
    xml,
    setXml,
    report,
    mayPublish: report !== null && xml !== source,
    trial,
    publication,
    tryIt: () =>
      trial.mutate(
        { path: `${path}/trial`, body: { xml, limit: 100 }, purpose: 'supervision' },
        { onSuccess: (answer) => setTried({ xml, report: answer }) },
      ),
    publish: () => publication.mutate({ path: `${path}/versions`, body: { xml }, version: newest }),
  };
}

export type Change = Omit<ReturnType<typeof useChange<unknown, unknown>>, 'report'>;
