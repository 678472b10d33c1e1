import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { Parameters } from '../api/call.js';
import { changePages } from '../api/pages.js';
import { CustomerLink } from '../customers/CustomerLink.js';
import { KeyLink } from '../licenses/KeyLink.js';
import { ProductLink } from '../products/ProductLink.js';
import { Empty } from '../ui/Empty.js';
import { MoreButton } from '../ui/MoreButton.js';
import { countText } from '../ui/numberText.js';
import { ProblemNote } from '../ui/ProblemNote.js';
import { Skeletons } from '../ui/Skeletons.js';
import { TimeText } from '../ui/TimeText.js';
import classes from './ChangeList.module.css';
import { type Change, changeAction, changeKind, fieldChanges } from './changeText.js';

interface ChangeListProps {
  readonly filter: Parameters<'ai/GetChanges'>;
  /** The page is about the object itself: it need not be named. */
  readonly isOfOne?: boolean;
}

/** Who changed what, the newest first, as differences. */
export const ChangeList = ({ filter, isOfOne = false }: ChangeListProps) => {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    changePages(filter),
  );
  const changes = useMemo(() => data?.pages.flatMap((page) => page.changes) ?? [], [data]);
  if (error !== null) return <ProblemNote error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Skeletons rows={8} height={56} />;
  if (changes.length === 0 && !hasNextPage) {
    return <Empty title="No changes">What people and applications change here is kept, with who did it.</Empty>;
  }
  return (
    <>
      <ol className={classes.list} aria-label="Changes">
        {changes.map((change) => (
          <li key={change.id} className={classes.change}>
            <div className={classes.head}>
              <span>
                <strong>{actor(change)}</strong> {changeAction(change)}{' '}
                {isOfOne ? 'it' : <ObjectName change={change} />}
              </span>
              <span className={classes.when}>
                <TimeText time={change.created} />
              </span>
            </div>
            <Differences change={change} />
          </li>
        ))}
      </ol>
      {hasNextPage && (
        <div>
          <MoreButton label="Older changes" isLoading={isFetchingNextPage} load={() => void fetchNextPage()} />
        </div>
      )}
    </>
  );
};

const actor = ({ userId, userName, tokenId, tokenName }: Change): string => {
  const person = userName === null || userName === '' ? `user ${userId}` : userName;
  if (tokenId === 0) return person;
  return tokenName === null || tokenName === '' ? `Token ${tokenId} of ${person}` : `Token “${tokenName}” of ${person}`;
};

const ObjectName = ({ change }: { readonly change: Change }) => {
  const { resourceType, objectId, objectName, productId, key } = change;
  const kind = changeKind(change);
  if (resourceType === 3 && key !== '') {
    return (
      <>
        licence <KeyLink productId={productId} keyText={key} />
      </>
    );
  }
  if (resourceType === 1 && objectName !== null) {
    return (
      <>
        customer <CustomerLink customerId={objectId} name={objectName} />
      </>
    );
  }
  if (resourceType === 5) {
    return (
      <>
        product <ProductLink productId={objectId} />
      </>
    );
  }
  return <>{kind === 'setting' ? 'the account' : `${kind} ${objectId}`}</>;
};

const SHOWN = 6;

const Differences = ({ change }: { readonly change: Change }) => {
  const [isWhole, setWhole] = useState(false);
  const fields = useMemo(() => fieldChanges(change), [change]);
  const shown = isWhole ? fields : fields.slice(0, SHOWN);
  return (
    <dl className={classes.fields}>
      {shown.map(({ field, before, after }) => (
        <div key={field} className={classes.field}>
          <dt>{field}</dt>
          <dd>
            {before !== undefined && <del>{before}</del>}
            {before !== undefined && after !== undefined && <span aria-hidden> → </span>}
            {after !== undefined && <ins>{after}</ins>}
          </dd>
        </div>
      ))}
      {fields.length > SHOWN && (
        <div className={classes.field}>
          <dt>
            <button type="button" className={classes.more} onClick={() => setWhole(!isWhole)}>
              {isWhole ? 'fewer' : `${countText(fields.length - SHOWN, 'more field')}`}
            </button>
          </dt>
        </div>
      )}
    </dl>
  );
};
