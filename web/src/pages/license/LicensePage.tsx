import { Badge, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { methodQuery } from '../../api/call.js';
import { customerName, FEATURES, heldSeats, type LicenseFacts, licenseQuery } from '../../api/license.js';
import { useMayCall } from '../../api/useMayCall.js';
import { CustomerLink } from '../../customers/CustomerLink.js';
import { LicenseState } from '../../licenses/LicenseState.js';
import { SeatBar } from '../../licenses/SeatBar.js';
import { useFeatureNames } from '../../licenses/useFeatureNames.js';
import { problemOf } from '../../problem.js';
import { ProductLink } from '../../products/ProductLink.js';
import { unixOfIso } from '../../time/isoTime.js';
import { dayText } from '../../time/timeText.js';
import { CopyButton } from '../../ui/CopyButton.js';
import { Empty } from '../../ui/Empty.js';
import { Fact, Facts } from '../../ui/Facts.js';
import { Page } from '../../ui/Page.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { Section } from '../../ui/Section.js';
import { Skeletons } from '../../ui/Skeletons.js';
import { ActivityMap } from './ActivityMap.js';
import { LicenseActions } from './LicenseActions.js';
import classes from './LicensePage.module.css';
import { LicenseTabs } from './LicenseTabs.js';
import { MachinesTable } from './MachinesTable.js';
import { SeatChart } from './SeatChart.js';
import { Standing } from './Standing.js';

/** All of one licence: how it stands, who uses it and did, and what can be done with it. */
export const LicensePage = () => {
  const { productId, key } = useParams({ from: '/shell/licenses/$productId/$key' });
  const ProductId = Number(productId);
  const mayCall = useMayCall();
  const { data: license, error, refetch } = useQuery(licenseQuery(ProductId, key));
  if (error !== null) {
    return (
      <Page title={key}>
        {problemOf(error).kind === 'refused' ? (
          <NoLicense productId={ProductId} keyText={key} />
        ) : (
          <ProblemNote error={error} retry={() => void refetch()} />
        )}
      </Page>
    );
  }
  if (license === undefined) {
    return (
      <Page title={key}>
        <Skeletons rows={16} />
      </Page>
    );
  }
  return (
    <Page title={key} aside={<CopyButton text={key} label="Copy the key" wide />}>
      {mayCall('ai/GetRefusals') && <Standing license={license} keyText={key} />}
      <div className={classes.actions}>
        <LicenseActions license={license} keyText={key} />
      </div>
      <LicenseFactsList license={license} keyText={key} />
      <Usage license={license} keyText={key} />
      <Section title="Machines and leases">
        <MachinesTable license={license} keyText={key} />
      </Section>
      <LicenseTabs license={license} keyText={key} />
    </Page>
  );
};

interface LicenseProps {
  readonly license: LicenseFacts;
  readonly keyText: string;
}

const Usage = ({ license, keyText }: LicenseProps) => {
  const mayCall = useMayCall();
  const created = unixOfIso(license.created);
  const { productId } = license;
  return (
    <>
      {mayCall('ai/GetSeatUsage') && <SeatChart productId={productId} keyText={keyText} created={created} />}
      {mayCall('ai/GetLicenseActivityBuckets') && (
        <ActivityMap productId={productId} keyText={keyText} created={created} seats={heldSeats(license)} />
      )}
    </>
  );
};

const LicenseFactsList = ({ license, keyText: Key }: LicenseProps) => {
  const { productId: ProductId, customer, notes, maxNoOfMachines, activatedMachines } = license;
  const names = useFeatureNames(ProductId);
  const { data } = useQuery(methodQuery('key/GetExcludedFromAnalytics', { ProductId, Key }));
  const features = FEATURES.filter((feature) => license[feature]);
  return (
    <Facts>
      <Fact name="State">
        <LicenseState license={license} />
      </Fact>
      <Fact name="Seats">
        <SeatBar held={activatedMachines.length} limit={maxNoOfMachines} />
      </Fact>
      <Fact name="Product">
        <ProductLink productId={ProductId} />
      </Fact>
      <Fact name="Customer">
        <CustomerLink customerId={customer?.id ?? 0} name={customer === null ? null : customerName(customer)} />
      </Fact>
      <Fact name="Expires">{dayText(unixOfIso(license.expires))}</Fact>
      <Fact name="Made">{dayText(unixOfIso(license.created))}</Fact>
      <Fact name="Features">
        <span className={classes.features}>
          {features.map((feature) => (
            <Badge key={feature} variant="default" tt="none" fw={500} radius="sm">
              {names[feature]}
            </Badge>
          ))}
          {license.trialActivation && (
            <Badge variant="default" tt="none" fw={500} radius="sm">
              countdown starts on activation
            </Badge>
          )}
          {data?.excluded === true && (
            <Badge variant="default" tt="none" fw={500} radius="sm">
              test key, not in analytics
            </Badge>
          )}
          {features.length === 0 && !license.trialActivation && data?.excluded !== true && 'none'}
        </span>
      </Fact>
      <Fact name="Numbers">
        {license.id} in its product · {license.globalId} in all
      </Fact>
      {notes !== null && notes !== '' && (
        <Fact name="Notes" wide>
          <span className={classes.notes}>{notes}</span>
        </Fact>
      )}
    </Facts>
  );
};

interface NoLicenseProps {
  readonly productId: number;
  readonly keyText: string;
}

/** A key that is in the log may have been deleted, or never have been one. */
const NoLicense = ({ productId, keyText }: NoLicenseProps) => (
  <Empty title="There is no such licence">
    <p>It was deleted, or the key was mistyped. What was asked for with it is still in the log.</p>
    <Button
      size="compact-sm"
      variant="default"
      renderRoot={(props) => <Link {...props} to="/log" search={{ product: productId, key: keyText }} />}
    >
      Rows with this key
    </Button>
  </Empty>
);
