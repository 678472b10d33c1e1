import { Button, Switch } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/call.js';
import { type Problem, ProblemError } from '../../problem.js';
import { ConfirmAction } from '../../ui/ConfirmAction.js';
import { CopyButton } from '../../ui/CopyButton.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { Section } from '../../ui/Section.js';
import { Skeletons } from '../../ui/Skeletons.js';
import { accountQuery } from './accountQuery.js';
import { SettingList } from './SettingList.js';
import classes from './Settings.module.css';

/** The keys that applications and Web API 2 need. */
export const KeysPanel = () => {
  const { data } = useQuery(accountQuery);
  return (
    <Section title="Keys" note="The signing key itself never leaves the server.">
      {data === undefined ? (
        <Skeletons rows={3} height={40} />
      ) : (
        <SettingList
          settings={[
            ['Public key (your application verifies licences with it)', <PublicKey key="key" xml={data.publicKey} />],
            ['Private key of Web API 2', <PrivateKey key="private" />],
            ['Web API 2 may read the log', <WebAPILog key="log" isOn={data.webAPILog} />],
          ]}
        />
      )}
    </Section>
  );
};

const PublicKey = ({ xml }: { readonly xml: string }) => (
  <div className={classes.inline}>
    <code className={classes.key}>{xml}</code>
    <CopyButton wide text={xml} label="Copy the public key" />
  </div>
);

const PrivateKey = () => {
  const [shown, setShown] = useState<string>();
  const [problem, setProblem] = useState<Problem>();
  const show = async (): Promise<void> => {
    const result = await call('account/GetPrivateKey', {});
    if ('problem' in result) setProblem(result.problem);
    else setShown(result.answer.privateKey);
  };
  if (problem !== undefined) return <ProblemNote error={new ProblemError(problem)} retry={() => void show()} />;
  if (shown === undefined) {
    return (
      <Button size="compact-sm" variant="default" onClick={() => void show()}>
        Show the private key
      </Button>
    );
  }
  return (
    <div className={classes.inline}>
      <output className={classes.key} aria-label="Private key">
        {shown}
      </output>
      <CopyButton wide text={shown} label="Copy the private key" />
      <Button size="compact-sm" variant="default" onClick={() => setShown(undefined)}>
        Hide
      </Button>
    </div>
  );
};

const WebAPILog = ({ isOn }: { readonly isOn: boolean }) => {
  const queryClient = useQueryClient();
  const set = (enabled: boolean) => async () => {
    const result = await call('account/SetWebAPILog', { Enabled: enabled });
    if ('problem' in result) return result.problem;
    await queryClient.invalidateQueries({ queryKey: accountQuery.queryKey });
    return undefined;
  };
  return (
    <ConfirmAction
      label={isOn ? 'No longer let Web API 2 read the log' : 'Let Web API 2 read the log'}
      run={set(!isOn)}
      undo={set(isOn)}
      done={isOn ? 'Web API 2 may no longer read the log.' : 'Web API 2 may read the log.'}
      button={(open) => (
        <Switch
          size="sm"
          checked={isOn}
          onChange={open}
          label={isOn ? 'On' : 'Off'}
          aria-label={`Web API 2 may read the log: ${isOn ? 'On' : 'Off'}`}
        />
      )}
    >
      {isOn
        ? 'What reads the log through Web API 2 is refused from now on.'
        : 'Anyone with the private key can then read the log at /Ext/WebAPILog, addresses in full.'}
    </ConfirmAction>
  );
};
