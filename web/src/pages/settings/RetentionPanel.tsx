import { useQuery } from '@tanstack/react-query';
import { countText } from '../../ui/numberText.js';
import { Section } from '../../ui/Section.js';
import { Skeletons } from '../../ui/Skeletons.js';
import { accountQuery } from './accountQuery.js';
import { SettingList } from './SettingList.js';

const kept = (count: number, unit: string): string => (count === 0 ? 'for ever' : countText(count, unit));

/** What is kept for how long; set where the server is started. */
export const RetentionPanel = () => {
  const { data } = useQuery(accountQuery);
  return (
    <Section title="What is kept" note="Set in the environment where the server is started; shown here to be read.">
      {data === undefined ? (
        <Skeletons rows={4} height={40} />
      ) : (
        <SettingList
          settings={[
            ['Log', 'for ever'],
            ['Events', kept(data.retention.eventDays, 'day')],
            ['Changes', kept(data.retention.objectLogDays, 'day')],
            ['Addresses', kept(data.retention.addressMonths, 'month')],
          ]}
        />
      )}
    </Section>
  );
};
