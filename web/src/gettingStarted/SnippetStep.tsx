import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { methodQuery } from '../api/call.js';
import { CopyButton } from '../ui/CopyButton.js';
import { FirstActivation } from './FirstActivation.js';
import classes from './GettingStarted.module.css';
import { SDKS } from './snippets.js';

interface SnippetStepProps {
  readonly productId: number;
  readonly keyText: string;
  /** undefined: not made on this page; the reader fills in their own. */
  readonly token: string | undefined;
}

/** The few lines that activate, for each SDK, and what came of them. */
export const SnippetStep = ({ productId, keyText, token }: SnippetStepProps) => {
  const { data: account } = useQuery(methodQuery('account/GetAccount', {}));
  const filled = {
    url: window.location.origin,
    productId,
    key: keyText,

    token: token ?? 'YOUR-TOKEN',
    publicKey: account?.publicKey ?? '',
  };
  return (
    <>
      <p className={classes.words}>
        This server’s address, the product, the key{token === undefined ? '' : ', the token'} and your public key are
        filled in.
        {token === undefined && ' Put a token in the place of YOUR-TOKEN.'}
      </p>
      <Tabs defaultValue="Node" keepMounted={false}>
        <Tabs.List>
          {SDKS.map(({ name }) => (
            <Tabs.Tab key={name} value={name} className={classes.tab ?? ''}>
              {name}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {SDKS.map(({ name, install, note, snippet }) => (
          <Tabs.Panel key={name} value={name}>
            <div className={classes.codeHead}>
              <code>{install}</code>
              <CopyButton wide text={snippet(filled)} label={`Copy the ${name} snippet`} />
            </div>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
            <section className={classes.code} tabIndex={0} aria-label={`Snippet for ${name}`}>
              <pre className={classes.pre}>{snippet(filled)}</pre>
            </section>
            {note !== undefined && <p className={classes.words}>{note}</p>}
          </Tabs.Panel>
        ))}
      </Tabs>
      <FirstActivation productId={productId} keyText={keyText} />
    </>
  );
};
