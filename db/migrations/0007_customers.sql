-- The most devices that a customer may use, as EditCustomer sets it; 0: no limit. A server of the version before writes
-- customers without it.
alter table customer add column max_no_of_devices integer not null default 0;
comment on column customer.max_no_of_devices is 'Set by EditCustomer; 0: no limit';
