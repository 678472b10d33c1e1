-- Every table belongs to one account and has account_id as the first column of its primary key, so that all of them can
-- be distributed by it. Ids are per account and come from the counters of log_head: no sequence, no identity column.
-- Times are milliseconds since 1970 (UTC) as bigint.

create table account (
  account_id int primary key,
  name text not null,
  created bigint not null,
  -- The secret of Web API 2, not the signing key.
  private_key text not null,
  -- RSA-2048: signs every license answer. Never leaves the server.
  signing_key_pem text not null,
  public_key_xml text not null,
  web_api_log boolean not null default false,
  plan_logs boolean not null default true
);

create table app_user (
  account_id int not null,
  user_id int not null,
  name text not null,
  created bigint not null,
  primary key (account_id, user_id)
);

-- The account's lock, clock and counters. A batch begins by updating this row and so holds it until its commit: whoever
-- holds it is alone in changing the account. Changes with every commit: kept small, on pages with room for HOT updates.
create table log_head (
  account_id int primary key,
  last_id bigint not null default 0,
  last_time bigint not null default 0,
  last_object_log_id bigint not null default 0,
  last_subject_no int not null default 0,
  last_device_no int not null default 0,
  last_address_no int not null default 0,
  last_product_id int not null default 0,
  last_license_id int not null default 0,
  last_customer_id int not null default 0,
  last_data_object_id int not null default 0,
  last_token_id int not null default 0
) with (fillfactor = 20);

-- Which batch of which server process was the last to commit: settles a commit whose outcome the process never heard.
create table log_writer (
  account_id int not null,
  writer text not null,
  batch bigint not null,
  time bigint not null,
  primary key (account_id, writer)
) with (fillfactor = 50);

-- The record. Rows are only ever inserted (by grant). Ids are gapless and in commit order; times never run backwards.
-- Fixed-width columns first: 64 bytes a row without detail. See web_api_log in ARCHITECTURE.md.
create table web_api_log (
  account_id int not null,
  device_no int not null,
  id bigint not null,
  time bigint not null,
  subject_no int not null,
  address_no int not null,
  state smallint not null,
  method smallint not null,
  detail text not null default '',
  primary key (account_id, id)
);
comment on column web_api_log.detail is 'What few rows have: "k" and the attempted key string, or "d" and the data object''s id, a comma and the value passed in. Otherwise empty.';
comment on column web_api_log.method is 'The number of the method that was called, as its declaration gives it.';

-- Coarse indexes: rows of one value in the same block of ids have equal index keys, which a b-tree stores once.
create index web_api_log_subject on web_api_log (account_id, subject_no, ((id >> 13)::int));
comment on index web_api_log_subject is 'GetWebAPILog by key or by a rare product; Web API 2 log of a key or product.';
create index web_api_log_device on web_api_log (account_id, device_no, ((id >> 15)::int)) where device_no <> 0;
comment on index web_api_log_device is 'GetWebAPILog by machine code or friendly name.';
create index web_api_log_state on web_api_log (account_id, state, ((id >> 11)::int));
comment on index web_api_log_state is 'GetWebAPILog by states.';

-- Side tables of the log. What identifies a person stands here and can be blanked; the log row keeps only the number.
-- A number, once given, keeps its meaning.

-- The license a row is about and the terms as they were: written when the combination is first seen.
create table log_subject (
  account_id int not null,
  subject_no int not null,
  product_id int not null,
  -- 0: no such key.
  license_id int not null,
  -- 0: none.
  customer_id int not null,
  -- MaxNoOfMachines as it was.
  seat_limit int not null,
  token_id int not null,
  -- Seconds a floating lease lasts: floatingExpires is the row's time plus this. 0: none.
  floating_interval int not null,
  primary key (account_id, subject_no),
  unique (account_id, license_id, product_id, customer_id, seat_limit, token_id, floating_interval)
);
create index log_subject_product on log_subject (account_id, product_id, license_id);
comment on index log_subject_product is 'The subjects of a product, or of a key.';

create table log_device (
  account_id int not null,
  device_no int not null,
  machine_code text not null,
  friendly_name text not null,
  -- As usage analytics compare codes: control characters removed, trimmed, cut to 256, upper-cased.
  machine_code_normalized text not null,
  -- Lower-cased by JavaScript's rules, for the contains filter.
  friendly_name_lower text not null,
  -- The device_no of the first row with the same normalised code: what usage analytics count as one machine. 0: no code.
  machine_no int not null,
  primary key (account_id, device_no),
  unique (account_id, machine_code, friendly_name)
);
create index log_device_normalized on log_device (account_id, machine_code_normalized);
comment on index log_device_normalized is 'The machine_no of a new device; usage analytics by machine code.';

create table log_address (
  account_id int not null,
  address_no int not null,
  -- Months since year 0 (UTC): an address is kept per month of use, so that blanking it later touches no log row.
  month int not null,
  address text not null,
  -- ISO 3166 alpha-2, decided when the row was written; empty when unknown or private.
  country text not null,
  primary key (account_id, address_no)
);
-- An address is unique in its month until it is blanked: then its row only keeps the country, and a month has many such rows.
create unique index log_address_kept on log_address (account_id, month, address) where address <> '';
comment on index log_address_kept is 'The number of an address that a log row is about to name; the months that retention has yet to blank.';

create table product (
  account_id int not null,
  product_id int not null,
  name text not null,
  description text not null,
  created bigint not null,
  is_public boolean not null,
  -- The control number of Web API 2.
  hsum int not null,
  features jsonb not null,
  last_license_id int not null,
  primary key (account_id, product_id)
);

create table license (
  account_id int not null,
  global_id int not null,
  product_id int not null,
  id int not null,
  key text not null,
  created bigint not null,
  expires bigint not null,
  period int not null,
  features boolean[] not null,
  notes text,
  block boolean not null,
  customer_id int,
  trial_activation boolean not null,
  max_no_of_machines int not null,
  allowed_machines text,
  reseller_id int not null,
  optional_field int not null,
  trial_machine text,
  first_activated bigint,
  -- A test key: left out of the daily tables.
  excluded_from_analytics boolean not null default false,
  deleted_at bigint,
  primary key (account_id, global_id),
  unique (account_id, product_id, key)
);
create index license_customer on license (account_id, customer_id) where customer_id is not null;
comment on index license_customer is 'GetCustomerLicenses.';
create index license_trial_machine on license (account_id, product_id, trial_machine) where trial_machine is not null;
comment on index license_trial_machine is 'CreateTrialKey: the trial a machine already has.';
create index license_product_id on license (account_id, product_id, id);
comment on index license_product_id is 'GetKeys.';

create table machine (
  account_id int not null,
  license_id int not null,
  floating boolean not null,
  machine_code text not null,
  friendly_name text not null,
  ip text not null,
  time bigint not null,
  floating_expires bigint,
  overdraft boolean not null,
  primary key (account_id, license_id, floating, machine_code)
) with (fillfactor = 80);

create table customer (
  account_id int not null,
  customer_id int not null,
  name text,
  email text,
  company_name text,
  notes text,
  secret text not null,
  created bigint not null,
  enable_customer_association boolean not null,
  allow_activation_management boolean not null,
  allow_multiple_user_association boolean not null,
  primary key (account_id, customer_id),
  unique (account_id, secret)
);
create index customer_email on customer (account_id, email);
comment on index customer_email is 'CreateKey with AddOrUseExistingCustomer.';

create table data_object (
  account_id int not null,
  id int not null,
  referencer_type smallint not null,
  referencer_id int not null,
  machine_code text not null,
  name text not null,
  string_value text not null,
  int_value int not null,
  primary key (account_id, id)
);
create index data_object_owner on data_object (account_id, referencer_type, referencer_id, machine_code);
comment on index data_object_owner is 'The data objects of an account, product, license or machine.';

create table token (
  account_id int not null,
  token_id int not null,
  user_id int not null,
  name text not null,
  -- SHA-256 of the secret; the secret itself is 240 random bits and shown once.
  secret_hash bytea not null,
  -- JSON: "all" or a list of permission names.
  permissions jsonb not null,
  product_lock int not null,
  key_lock int not null,
  feature_lock int not null,
  created bigint not null,
  expires bigint,
  revoked_at bigint,
  primary key (account_id, token_id)
);

-- Who changed what: {field: [old, new]}.
create table object_log (
  account_id int not null,
  id bigint not null,
  time bigint not null,
  resource_type smallint not null,
  resource_action smallint not null,
  object_id bigint not null,
  user_id int not null,
  -- 0: from the shell.
  token_id int not null,
  data text not null,
  primary key (account_id, id)
);

-- Events have a stream of their own: its head is taken after the log's where both are needed.
create table event_head (
  account_id int primary key,
  last_id bigint not null default 0,
  last_arrival bigint not null default 0
) with (fillfactor = 50);

create table event (
  account_id int not null,
  id bigint not null,
  -- When the server got it: never runs backwards, retention goes by it.
  arrival bigint not null,
  -- What the event says of itself, Unix seconds.
  time bigint not null,
  product_id int not null,
  license_id int not null,
  machine_code text not null,
  feature_name text not null,
  event_name text not null,
  value int not null,
  currency text not null,
  metadata text not null,
  primary key (account_id, id)
);
create index event_license on event (account_id, product_id, license_id, id);
comment on index event_license is 'GetEvents by product or key.';
