import { Ban, CircleCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { useChange } from '../../api/useChange.js';
import { useMayCall } from '../../api/useMayCall.js';
import { ConfirmAction } from '../../ui/ConfirmAction.js';
import type { ActionProps } from './actionProps.js';
import { CustomerAction } from './CustomerAction.js';
import { ExcludeAction } from './ExcludeAction.js';
import { ExtendAction } from './ExtendAction.js';
import { FeaturesAction } from './FeaturesAction.js';
import { LimitAction } from './LimitAction.js';
import { NotesAction } from './NotesAction.js';

/** What can be done with a license. What the reader's role may not do is not there. */
export const LicenseActions = (props: ActionProps): ReactNode => {
  const mayCall = useMayCall();
  const mayBlock = mayCall(props.license.block ? 'key/UnblockKey' : 'key/BlockKey');
  return (
    <>
      {mayCall('key/ExtendLicense') && <ExtendAction {...props} />}
      {mayCall('key/MachineLockLimit') && <LimitAction {...props} />}
      {mayCall('key/AddFeature') && mayCall('key/RemoveFeature') && <FeaturesAction {...props} />}
      {mayCall('key/ChangeCustomer') && <CustomerAction {...props} />}
      {mayCall('key/ChangeNotes') && <NotesAction {...props} />}
      {mayCall('key/SetExcludedFromAnalytics') && <ExcludeAction {...props} />}
      {mayBlock && (props.license.block ? <UnblockAction {...props} /> : <BlockAction {...props} />)}
    </>
  );
};

const BlockAction = ({ license: { productId: ProductId }, keyText: Key }: ActionProps) => {
  const change = useChange();
  return (
    <ConfirmAction
      label="Block"
      danger
      icon={<Ban size={14} aria-hidden />}
      done="The licence is blocked."
      run={() => change('key/BlockKey', { ProductId, Key })}
      undo={() => change('key/UnblockKey', { ProductId, Key })}
    >
      Every activation and deactivation with this key is refused from now on. Machines keep their seats; an application
      that is running learns of it when it next asks.
    </ConfirmAction>
  );
};

const UnblockAction = ({ license: { productId: ProductId }, keyText: Key }: ActionProps) => {
  const change = useChange();
  return (
    <ConfirmAction
      label="Unblock"
      icon={<CircleCheck size={14} aria-hidden />}
      done="The licence is no longer blocked."
      run={() => change('key/UnblockKey', { ProductId, Key })}
      undo={() => change('key/BlockKey', { ProductId, Key })}
    >
      The key can be activated again at once, within its seats.
    </ConfirmAction>
  );
};
