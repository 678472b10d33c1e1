-- The most devices that a customer may use, as EditCustomer sets it; 0: no limit. A server of the version before writes
-- customers without it.
alter table customer add column max_no_of_devices integer not null default 0;
comment on column customer.max_no_of_devices is 'Set by EditCustomer; 0: no limit';

create index customer_email_folded on customer (account_id, lower(btrim(email)));
comment on index customer_email_folded is 'CreateKey with AddOrUseExistingCustomer, for addresses in another case or with blanks around them.';
