-- The schema after all migrations, made by `npm run generate` from a fresh database: to read, not to run.
-- Columns stand in the order in which they lie in a row.

create table account (
  account_id integer not null,
  name text not null,
  created bigint not null,
  private_key text not null,
  signing_key_pem text not null,
  public_key_xml text not null,
  web_api_log boolean not null default false,
  plan_logs boolean not null default true,
  primary key (account_id)
);
grant delete, insert, select, update on account to keyledger_app;

create table activity_bucket (
  account_id integer not null,
  generation integer not null,
  license_id integer not null,
  machine_no integer not null,
  bucket integer not null,
  product_id integer not null,
  id bigint not null,
  refresh_count integer not null,
  deactivation_count integer not null,
  first_event bigint not null,
  last_event bigint not null,
  last_event_state smallint not null,
  gap_from_previous integer,
  primary key (account_id, generation, license_id, machine_no, bucket)
) with (fillfactor=90);
-- GetLicenseActivityBuckets without filter.
create unique index activity_bucket_id on activity_bucket (account_id, generation, id);
-- GetLicenseActivityBuckets by key.
create index activity_bucket_license on activity_bucket (account_id, generation, license_id, id);
-- GetLicenseActivityBuckets by machine.
create index activity_bucket_machine on activity_bucket (account_id, generation, machine_no, id);
-- GetLicenseActivityBuckets by product.
create index activity_bucket_product on activity_bucket (account_id, generation, product_id, id);
-- GetLicenseActivityBuckets by product and machine.
create index activity_bucket_product_machine on activity_bucket (account_id, generation, machine_no, product_id, id);
grant delete, insert, select, update on activity_bucket to keyledger_app;

create table analytics_account (
  account_id integer not null,
  settled_to bigint not null,
  primary key (account_id)
) with (fillfactor=50);
grant delete, insert, select, update on analytics_account to keyledger_app;

create table analytics_projection (
  account_id integer not null,
  projection text not null,
  generation integer not null,
  active boolean not null,
  last_id bigint not null,
  last_time bigint not null,
  passed_over jsonb not null default '[]'::jsonb,
  primary key (account_id, projection, generation)
) with (fillfactor=50);
-- The generation that readers see: one.
create unique index analytics_projection_active on analytics_projection (account_id, projection) where active;
grant delete, insert, select, update on analytics_projection to keyledger_app;

create table analytics_recount (
  account_id integer not null,
  license_id integer not null,
  recounted_day integer not null,
  requests integer not null,
  primary key (account_id, license_id)
);
grant delete, insert, select, update on analytics_recount to keyledger_app;

create table app_user (
  account_id integer not null,
  user_id integer not null,
  name text not null,
  created bigint not null,
  email text,
  role text not null default 'owner'::text,
  password_set bigint,
  deleted_at bigint,
  primary key (account_id, user_id)
);
grant delete, insert, select, update on app_user to keyledger_app;

create table customer (
  account_id integer not null,
  customer_id integer not null,
  name text,
  email text,
  company_name text,
  notes text,
  secret text not null,
  created bigint not null,
  enable_customer_association boolean not null,
  allow_activation_management boolean not null,
  allow_multiple_user_association boolean not null,
  max_no_of_devices integer not null default 0,
  primary key (account_id, customer_id),
  unique (account_id, secret)
);
-- max_no_of_devices: Set by EditCustomer; 0: no limit
-- CreateKey with AddOrUseExistingCustomer.
create index customer_email on customer (account_id, email);
-- CreateKey with AddOrUseExistingCustomer, for addresses in another case or with blanks around them.
create index customer_email_folded on customer (account_id, lower(btrim(email)));
-- Search: customers whose name, company or e-mail address contains a text.
create index customer_texts on customer USING gin (lower((((((' '::text || COALESCE(name, ''::text)) || ' '::text) || COALESCE(company_name, ''::text)) || ' '::text) || COALESCE(email, ''::text))) gin_trgm_ops);
grant delete, insert, select, update on customer to keyledger_app;

create table daily_country_usage (
  account_id integer not null,
  generation integer not null,
  product_id integer not null,
  day integer not null,
  country text not null,
  id bigint not null,
  total_requests bigint not null,
  successful bigint not null,
  failed bigint not null,
  shown boolean not null default (total_requests > 0),
  primary key (account_id, generation, product_id, day, country)
) with (fillfactor=50);
-- GetDailyCountryAggregates by country.
create index daily_country_usage_country on daily_country_usage (account_id, generation, country, id) where shown;
-- GetDailyCountryAggregates: the ids of days.
create unique index daily_country_usage_id on daily_country_usage (account_id, generation, id);
-- GetDailyCountryAggregates by product.
create index daily_country_usage_product on daily_country_usage (account_id, generation, product_id, id) where shown;
-- GetDailyCountryAggregates by product and country.
create index daily_country_usage_product_country on daily_country_usage (account_id, generation, product_id, country, id) where shown;
-- GetDailyCountryAggregates without filter.
create index daily_country_usage_shown on daily_country_usage (account_id, generation, id) where shown;
grant delete, insert, select, update on daily_country_usage to keyledger_app;

create table daily_seen (
  account_id integer not null,
  generation integer not null,
  product_id integer not null,
  day integer not null,
  kind smallint not null,
  item integer not null,
  primary key (account_id, generation, product_id, day, kind, item)
);
grant delete, insert, select, update on daily_seen to keyledger_app;

create table daily_usage (
  account_id integer not null,
  generation integer not null,
  product_id integer not null,
  day integer not null,
  id bigint not null,
  total_requests bigint not null,
  successful bigint not null,
  failed bigint not null,
  active_devices integer not null,
  active_keys integer not null,
  active_customers integer not null,
  shown boolean not null default (total_requests > 0),
  primary key (account_id, generation, product_id, day)
) with (fillfactor=50);
-- GetDailyAggregates: the ids of days.
create unique index daily_usage_id on daily_usage (account_id, generation, id);
-- GetDailyAggregates by product.
create index daily_usage_product on daily_usage (account_id, generation, product_id, id) where shown;
-- GetDailyAggregates without filter.
create index daily_usage_shown on daily_usage (account_id, generation, id) where shown;
grant delete, insert, select, update on daily_usage to keyledger_app;

create table data_object (
  account_id integer not null,
  id integer not null,
  referencer_type smallint not null,
  referencer_id integer not null,
  machine_code text not null,
  name text not null,
  string_value text not null,
  int_value integer not null,
  primary key (account_id, id)
);
-- The data objects of an account, product, license or machine.
create index data_object_owner on data_object (account_id, referencer_type, referencer_id, machine_code);
grant delete, insert, select, update on data_object to keyledger_app;

create table event (
  account_id integer not null,
  id bigint not null,
  arrival bigint not null,
  time bigint not null,
  product_id integer not null,
  license_id integer not null,
  machine_code text not null,
  feature_name text not null,
  event_name text not null,
  value integer not null,
  currency text not null,
  metadata text not null,
  primary key (account_id, id)
);
-- GetEvents by product or key.
create index event_license on event (account_id, product_id, license_id, id);
grant delete, insert, select, update on event to keyledger_app;

create table event_head (
  account_id integer not null,
  last_id bigint not null default 0,
  last_arrival bigint not null default 0,
  primary key (account_id)
) with (fillfactor=50);
grant delete, insert, select, update on event_head to keyledger_app;

create table key_device (
  account_id integer not null,
  generation integer not null,
  license_id integer not null,
  machine_no integer not null,
  product_id integer not null,
  id bigint not null,
  first_seen bigint not null,
  last_seen bigint not null,
  total_requests bigint not null,
  last_day integer not null default ((last_seen / 86400))::integer,
  primary key (account_id, generation, license_id, machine_no)
) with (fillfactor=80);
-- GetKeyDevices without filter.
create index key_device_block on key_device (account_id, generation, ((id >> 12)), last_day);
-- GetKeyDevices: the ids of days.
create unique index key_device_id on key_device (account_id, generation, id);
-- GetKeyDevices by key.
create index key_device_license on key_device (account_id, generation, ((((license_id)::bigint << 32) | (id >> 12))), last_day);
-- GetKeyDevices by machine.
create index key_device_machine on key_device (account_id, generation, ((((machine_no)::bigint << 32) | (id >> 12))), last_day);
-- GetKeyDevices by product.
create index key_device_product on key_device (account_id, generation, ((((product_id)::bigint << 32) | (id >> 12))), last_day);
-- GetKeyDevices by product and machine.
create index key_device_product_machine on key_device (account_id, generation, ((((machine_no)::bigint << 32) | (product_id)::bigint)), (((id >> 12))::integer), last_day);
grant delete, insert, select, update on key_device to keyledger_app;

create table key_usage (
  account_id integer not null,
  generation integer not null,
  license_id integer not null,
  product_id integer not null,
  id bigint not null,
  first_seen bigint not null,
  last_seen bigint not null,
  total_requests bigint not null,
  total_successful bigint not null,
  total_failed bigint not null,
  activation_success bigint not null,
  activation_failed bigint not null,
  deactivation_success bigint not null,
  deactivation_floating bigint not null,
  activation_new_machine bigint not null,
  activation_trial bigint not null,
  activation_floating bigint not null,
  activation_device_limit bigint not null,
  trial_key_generated bigint not null,
  trial_key_reused bigint not null,
  trial_key_create_error bigint not null,
  data_object_ops bigint not null,
  data_object_increment_int bigint not null,
  data_object_decrement_int bigint not null,
  data_object_set_int bigint not null,
  data_object_set_string bigint not null,
  last_day integer not null default ((last_seen / 86400))::integer,
  primary key (account_id, generation, license_id)
) with (fillfactor=50);
-- GetKeyUsageSummaries without filter.
create index key_usage_block on key_usage (account_id, generation, ((id >> 12)), last_day);
-- GetKeyUsageSummaries: the ids of days.
create unique index key_usage_id on key_usage (account_id, generation, id);
-- GetKeyUsageSummaries by product.
create index key_usage_product on key_usage (account_id, generation, ((((product_id)::bigint << 32) | (id >> 12))), last_day);
grant delete, insert, select, update on key_usage to keyledger_app;

create table license (
  account_id integer not null,
  global_id integer not null,
  product_id integer not null,
  id integer not null,
  key text not null,
  created bigint not null,
  expires bigint not null,
  period integer not null,
  features boolean[] not null,
  notes text,
  block boolean not null,
  customer_id integer,
  trial_activation boolean not null,
  max_no_of_machines integer not null,
  allowed_machines text,
  reseller_id integer not null,
  optional_field integer not null,
  trial_machine text,
  first_activated bigint,
  excluded_from_analytics boolean not null default false,
  deleted_at bigint,
  primary key (account_id, global_id),
  unique (account_id, product_id, key)
);
-- GetCustomerLicenses.
create index license_customer on license (account_id, customer_id) where (customer_id IS NOT NULL);
-- Which keys count in no number of the daily tables.
create index license_excluded on license (account_id, global_id) where excluded_from_analytics;
-- Search: keys that begin with a text, in any case of letters.
create index license_key_prefix on license (account_id, upper((key COLLATE "C"))) where (deleted_at IS NULL);
-- GetKeys.
create index license_product_id on license (account_id, product_id, id);
-- CreateTrialKey: the trial a machine already has.
create index license_trial_machine on license (account_id, product_id, trial_machine) where (trial_machine IS NOT NULL);
grant delete, insert, select, update on license to keyledger_app;

create table log_address (
  account_id integer not null,
  address_no integer not null,
  month integer not null,
  address text not null,
  country text not null,
  primary key (account_id, address_no)
);
-- The number of an address that a log row is about to name; the months that retention has yet to blank.
create unique index log_address_kept on log_address (account_id, month, address) where (address <> ''::text);
-- Search: networks whose addresses begin with a text.
create index log_address_prefix on log_address (account_id, address COLLATE "C") where (address <> ''::text);
grant delete, insert, select, update on log_address to keyledger_app;

create table log_device (
  account_id integer not null,
  device_no integer not null,
  machine_code text not null,
  friendly_name text not null,
  machine_code_normalized text not null,
  friendly_name_lower text not null,
  machine_no integer not null,
  primary key (account_id, device_no),
  unique (account_id, machine_code, friendly_name)
);
-- Search: friendly names that contain a text.
create index log_device_name on log_device USING gin (friendly_name_lower gin_trgm_ops) where (friendly_name_lower <> ''::text);
-- The machine_no of a new device; usage analytics by machine code.
create index log_device_normalized on log_device (account_id, machine_code_normalized);
-- Search: machines whose code begins with a text, in any case of letters.
create index log_device_prefix on log_device (account_id, machine_code_normalized COLLATE "C");
grant delete, insert, select, update on log_device to keyledger_app;

create table log_head (
  account_id integer not null,
  last_id bigint not null default 0,
  last_time bigint not null default 0,
  last_object_log_id bigint not null default 0,
  last_subject_no integer not null default 0,
  last_device_no integer not null default 0,
  last_address_no integer not null default 0,
  last_product_id integer not null default 0,
  last_license_id integer not null default 0,
  last_customer_id integer not null default 0,
  last_data_object_id integer not null default 0,
  last_token_id integer not null default 0,
  primary key (account_id)
) with (fillfactor=20);
grant delete, insert, select, update on log_head to keyledger_app;

create table log_import (
  account_id integer not null,
  claim text not null,
  row_count bigint not null,
  digest bytea not null,
  primary key (account_id)
) with (fillfactor=50);
grant delete, insert, select, update on log_import to keyledger_app;

create table log_source (
  account_id integer not null,
  first_id bigint not null,
  source_id bigint not null,
  steps bigint[] not null,
  primary key (account_id, first_id)
);
grant insert, select on log_source to keyledger_app;

create table log_subject (
  account_id integer not null,
  subject_no integer not null,
  product_id integer not null,
  license_id integer not null,
  customer_id integer not null,
  seat_limit integer not null,
  token_id integer not null,
  floating_interval integer not null,
  primary key (account_id, subject_no),
  unique (account_id, license_id, product_id, customer_id, seat_limit, token_id, floating_interval)
);
-- The subjects of a product, or of a key.
create index log_subject_product on log_subject (account_id, product_id, license_id);
grant insert, select on log_subject to keyledger_app;

create table log_writer (
  account_id integer not null,
  writer text not null,
  batch bigint not null,
  time bigint not null,
  primary key (account_id, writer)
) with (fillfactor=50);
grant delete, insert, select, update on log_writer to keyledger_app;

create table machine (
  account_id integer not null,
  license_id integer not null,
  floating boolean not null,
  machine_code text not null,
  friendly_name text not null,
  ip text not null,
  time bigint not null,
  floating_expires bigint,
  overdraft boolean not null,
  primary key (account_id, license_id, floating, machine_code)
) with (fillfactor=80);
grant delete, insert, select, update on machine to keyledger_app;

create table object_log (
  account_id integer not null,
  id bigint not null,
  time bigint not null,
  resource_type smallint not null,
  resource_action smallint not null,
  object_id bigint not null,
  user_id integer not null,
  token_id integer not null,
  data text not null,
  primary key (account_id, id)
);
grant delete, insert, select on object_log to keyledger_app;

create table product (
  account_id integer not null,
  product_id integer not null,
  name text not null,
  description text not null,
  created bigint not null,
  is_public boolean not null,
  hsum integer not null,
  features jsonb not null,
  last_license_id integer not null,
  primary key (account_id, product_id)
);
grant delete, insert, select, update on product to keyledger_app;

create table schema_migration (
  version integer not null,
  name text not null,
  checksum text not null,
  applied_at bigint not null,
  primary key (version)
);
grant select on schema_migration to keyledger_app;

-- GetSeatUsage by key.
create table seat_limit_change (
  account_id integer not null,
  generation integer not null,
  license_id integer not null,
  id bigint not null,
  since bigint not null,
  seat_limit integer not null,
  primary key (account_id, generation, license_id, id)
);
grant delete, insert, select, update on seat_limit_change to keyledger_app;

create table seat_stretch (
  account_id integer not null,
  generation integer not null,
  id bigint not null,
  license_id integer not null,
  product_id integer not null,
  device_no integer not null,
  machine_no integer not null,
  kind smallint not null,
  held_since bigint not null,
  since bigint not null,
  until bigint,
  ended_by bigint,
  span smallint not null,
  last boolean not null,
  primary key (account_id, generation, id)
) with (fillfactor=80);
-- What a machine’s next log row, or the deletion of its license, goes on from.
create index seat_stretch_last on seat_stretch (account_id, ((((generation)::bigint << 32) | (license_id)::bigint)), machine_no) where last;
-- GetSeatUsage and GetSeatHolders by key.
create index seat_stretch_license on seat_stretch (account_id, generation, license_id, span, since, id);
-- GetSeatUsage and GetSeatHolders by product.
create index seat_stretch_product on seat_stretch (account_id, generation, product_id, span, since, id);
grant delete, insert, select, update on seat_stretch to keyledger_app;

create table token (
  account_id integer not null,
  token_id integer not null,
  user_id integer not null,
  name text not null,
  secret_hash bytea not null,
  permissions jsonb not null,
  product_lock integer not null,
  key_lock integer not null,
  feature_lock integer not null,
  created bigint not null,
  expires bigint,
  revoked_at bigint,
  primary key (account_id, token_id)
);
grant delete, insert, select, update on token to keyledger_app;

create table token_use (
  account_id integer not null,
  token_id integer not null,
  last_used bigint not null,
  primary key (account_id, token_id)
) with (fillfactor=70);
grant delete, insert, select, update on token_use to keyledger_app;

create table user_email (
  email text not null,
  account_id integer not null,
  user_id integer not null,
  primary key (email)
);
grant delete, insert, select, update on user_email to keyledger_app;

create table user_link (
  account_id integer not null,
  secret_hash bytea not null,
  user_id integer not null,
  created bigint not null,
  expires bigint not null,
  signs_in boolean not null,
  primary key (account_id, secret_hash)
);
-- All links of a user go when one is used; the oldest of too many.
create index user_link_user on user_link (account_id, user_id, created);
grant delete, insert, select, update on user_link to keyledger_app;

create table user_password (
  account_id integer not null,
  user_id integer not null,
  hash text not null,
  last_sign_in bigint,
  primary key (account_id, user_id)
) with (fillfactor=70);
grant delete, insert, select, update on user_password to keyledger_app;

create table user_session (
  account_id integer not null,
  secret_hash bytea not null,
  user_id integer not null,
  created bigint not null,
  last_seen bigint not null,
  primary key (account_id, secret_hash)
) with (fillfactor=70);
-- Signing out everywhere; the oldest sessions of a user.
create index user_session_user on user_session (account_id, user_id, created);
grant delete, insert, select, update on user_session to keyledger_app;

create table web_api_log (
  account_id integer not null,
  device_no integer not null,
  id bigint not null,
  time bigint not null,
  subject_no integer not null,
  address_no integer not null,
  state smallint not null,
  method smallint not null,
  detail text not null default ''::text,
  primary key (account_id, id)
);
-- method: The number of the method that was called, as its declaration gives it. 0: not known (an imported row), or none (from the shell).
-- detail: What few rows have: "k" and the attempted key string, or "d" and the data object's id, a comma and the value passed in. Otherwise empty.
-- GetWebAPILog by machine code or friendly name.
create index web_api_log_device on web_api_log (account_id, device_no, (((id >> 15))::integer)) where (device_no <> 0);
-- GetWebAPILog by states.
create index web_api_log_state on web_api_log (account_id, state, (((id >> 11))::integer));
-- GetWebAPILog by key or by a rare product; Web API 2 log of a key or product.
create index web_api_log_subject on web_api_log (account_id, subject_no, (((id >> 13))::integer));
grant insert, select on web_api_log to keyledger_app;
