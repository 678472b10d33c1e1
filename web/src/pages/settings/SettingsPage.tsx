import { useMayCall } from '../../api/useMayCall.js';
import { Page } from '../../ui/Page.js';
import { AccountPanel } from './AccountPanel.js';
import { KeysPanel } from './KeysPanel.js';
import { PeoplePanel } from './PeoplePanel.js';
import { RetentionPanel } from './RetentionPanel.js';
import { YouPanel } from './YouPanel.js';

/** Who may sign in, the account and its keys, and what is kept for how long. */
export const SettingsPage = () => {
  const mayCall = useMayCall();
  return (
    <Page title="Settings">
      {mayCall('user/GetUsers') && <PeoplePanel />}
      {mayCall('account/GetAccount') && (
        <>
          <AccountPanel />
          <KeysPanel />
          <RetentionPanel />
        </>
      )}
      <YouPanel />
    </Page>
  );
};
