-- What usage analytics derive from the log. Every table carries a generation: a rebuild fills the next one while readers
-- see the present one, then the projection's row is switched over. A derived row's id is the log id of the first row that
-- went into it. Times are Unix seconds here (UTC), days are days since 1970, buckets are half hours since 1970.

-- One row for each account with a log. Whoever holds its lock may fold the account's log: one process at a time.
create table analytics_account (
  account_id int primary key,
  -- Nothing is left to do for log rows up to this id; -1 while there is other work (a rebuild, a recount).
  settled_to bigint not null
) with (fillfactor = 50);

-- How far each projection has come, in each of its generations. The greatest generation is being filled until it is
-- active; smaller ones than that which are not active are being removed.
create table analytics_projection (
  account_id int not null,
  -- buckets, devices, keys, daily, countries or seats.
  projection text not null,
  generation int not null,
  -- The generation that readers see.
  active boolean not null,
  -- Log rows up to this id are folded in.
  last_id bigint not null,
  -- Time of that row in milliseconds.
  last_time bigint not null,
  -- Ids of log rows that could not be folded in and were passed over, with the reason: [{"id":…,"error":"…"}].
  passed_over jsonb not null default '[]',
  primary key (account_id, projection, generation)
) with (fillfactor = 50);
create unique index analytics_projection_active on analytics_projection (account_id, projection) where active;
comment on index analytics_projection_active is 'The generation that readers see: one.';

-- Licenses whose exclusion changed: their days are to be recounted, those up to recounted_day (-1: none) are done.
create table analytics_recount (
  account_id int not null,
  license_id int not null,
  recounted_day int not null,
  -- Changes since the row was made: a newer one makes the recount begin anew.
  requests int not null,
  primary key (account_id, license_id)
);

create table activity_bucket (
  account_id int not null,
  generation int not null,
  license_id int not null,
  -- log_device.machine_no; 0: no machine code.
  machine_no int not null,
  bucket int not null,
  product_id int not null,
  id bigint not null,
  refresh_count int not null,
  deactivation_count int not null,
  first_event bigint not null,
  last_event bigint not null,
  last_event_state smallint not null,
  -- Seconds; null when there is no earlier activity of this key and machine.
  gap_from_previous int,
  primary key (account_id, generation, license_id, machine_no, bucket)
) with (fillfactor = 90);
create unique index activity_bucket_id on activity_bucket (account_id, generation, id);
comment on index activity_bucket_id is 'GetLicenseActivityBuckets without filter.';
create index activity_bucket_license on activity_bucket (account_id, generation, license_id, id);
comment on index activity_bucket_license is 'GetLicenseActivityBuckets by key.';
create index activity_bucket_product on activity_bucket (account_id, generation, product_id, id);
comment on index activity_bucket_product is 'GetLicenseActivityBuckets by product.';
create index activity_bucket_machine on activity_bucket (account_id, generation, machine_no, id);
comment on index activity_bucket_machine is 'GetLicenseActivityBuckets by machine.';

create table key_device (
  account_id int not null,
  generation int not null,
  license_id int not null,
  machine_no int not null,
  product_id int not null,
  id bigint not null,
  first_seen bigint not null,
  last_seen bigint not null,
  total_requests bigint not null,
  primary key (account_id, generation, license_id, machine_no)
) with (fillfactor = 80);
create unique index key_device_id on key_device (account_id, generation, id);
comment on index key_device_id is 'GetKeyDevices: the ids of days.';

create table key_usage (
  account_id int not null,
  generation int not null,
  license_id int not null,
  product_id int not null,
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
  primary key (account_id, generation, license_id)
) with (fillfactor = 50);
create unique index key_usage_id on key_usage (account_id, generation, id);
comment on index key_usage_id is 'GetKeyUsageSummaries: the ids of days.';

-- Keys excluded from usage analytics count in none of the numbers, yet the id is that of the first row of the product and
-- day, whoever left it.
create table daily_usage (
  account_id int not null,
  generation int not null,
  product_id int not null,
  day int not null,
  id bigint not null,
  total_requests bigint not null,
  successful bigint not null,
  failed bigint not null,
  active_devices int not null,
  active_keys int not null,
  active_customers int not null,
  primary key (account_id, generation, product_id, day)
) with (fillfactor = 50);
create unique index daily_usage_id on daily_usage (account_id, generation, id);
comment on index daily_usage_id is 'GetDailyAggregates: the ids of days.';

-- Who was seen: the sets behind the distinct counts of daily_usage.
create table daily_seen (
  account_id int not null,
  generation int not null,
  product_id int not null,
  day int not null,
  -- 1 key, 2 machine, 3 customer. Excluded keys see to none of them.
  kind smallint not null,
  item int not null,
  primary key (account_id, generation, product_id, day, kind, item)
);

create table daily_country_usage (
  account_id int not null,
  generation int not null,
  product_id int not null,
  day int not null,
  country text not null,
  id bigint not null,
  total_requests bigint not null,
  successful bigint not null,
  failed bigint not null,
  primary key (account_id, generation, product_id, day, country)
) with (fillfactor = 50);
create unique index daily_country_usage_id on daily_country_usage (account_id, generation, id);
comment on index daily_country_usage_id is 'GetDailyCountryAggregates: the ids of days.';

-- Seats through time: a row is one stretch in which a machine held a seat of a license, or was denied one. The log id of
-- the row that began it names it.
create table seat_stretch (
  account_id int not null,
  generation int not null,
  id bigint not null,
  license_id int not null,
  product_id int not null,
  -- log_device.device_no of the row that began it: the machine as it named itself.
  device_no int not null,
  -- log_device.machine_no of that device, by which the stretch is found again; machine codes are compared as they were sent.
  machine_no int not null,
  -- 0 node-locked, 1 floating, 2 floating in overdraft; denied: 3 node-locked, 4 floating. See domain/seats.ts.
  kind smallint not null,
  -- Milliseconds. A lease that entered or left overdraft goes on in another row: then held_since is before since.
  held_since bigint not null,
  since bigint not null,
  -- When it ended or, for a lease that nobody renewed or released, when it lapses; null: it lasts. Of a denied seat: until
  -- when the machine would have held it.
  until bigint,
  -- The log id of the row that ended it; null: it lapses or lasts.
  ended_by bigint,
  -- The stretch is shorter than 2^span milliseconds; 63: it lasts; -1: denied.
  span smallint not null,
  -- The machine has no later one in this license and of this kind, node-locked or floating.
  last boolean not null,
  primary key (account_id, generation, id)
) with (fillfactor = 80);
create index seat_stretch_license on seat_stretch (account_id, generation, license_id, span, since, id);
comment on index seat_stretch_license is 'GetSeatUsage and GetSeatHolders by key.';
create index seat_stretch_product on seat_stretch (account_id, generation, product_id, span, since, id);
comment on index seat_stretch_product is 'GetSeatUsage and GetSeatHolders by product.';
create index seat_stretch_last on seat_stretch (account_id, generation, license_id, machine_no, since) where last;
comment on index seat_stretch_last is 'What a machine’s next log row, or the deletion of its license, goes on from.';

-- The seat limits that the log rows of a license show: a row where one differs from the one before.
create table seat_limit_change (
  account_id int not null,
  generation int not null,
  license_id int not null,
  -- The log id of the row that shows it first.
  id bigint not null,
  -- Milliseconds.
  since bigint not null,
  seat_limit int not null,
  primary key (account_id, generation, license_id, id)
);
comment on table seat_limit_change is 'GetSeatUsage by key.';

-- Pages of usage analytics: one index for each combination of filters, so that no page passes over rows of others.
-- Start and End are ids there, for ids and first moments have one order.

create index activity_bucket_product_machine on activity_bucket (account_id, generation, machine_no, product_id, id);
comment on index activity_bucket_product_machine is 'GetLicenseActivityBuckets by product and machine.';

-- When a device or key was seen last has an order of its own. Blocks of 4,096 ids make it an index that follows the ids
-- as well; days, so that an update within the day touches no index. Each index numbers blocks in a way of its own and
-- together with what it is by, so that no other can be mistaken for it.
alter table key_device add column last_day int not null generated always as ((last_seen / 86400)::int) stored;
create index key_device_block on key_device (account_id, generation, ((id >> 12)), last_day);
comment on index key_device_block is 'GetKeyDevices without filter.';
create index key_device_license
  on key_device (account_id, generation, ((license_id::bigint << 32) | (id >> 12)), last_day);
comment on index key_device_license is 'GetKeyDevices by key.';
create index key_device_product
  on key_device (account_id, generation, ((product_id::bigint << 32) | (id >> 12)), last_day);
comment on index key_device_product is 'GetKeyDevices by product.';
create index key_device_machine
  on key_device (account_id, generation, ((machine_no::bigint << 32) | (id >> 12)), last_day);
comment on index key_device_machine is 'GetKeyDevices by machine.';
create index key_device_product_machine
  on key_device (account_id, generation, ((machine_no::bigint << 32) | product_id), ((id >> 12)::int), last_day);
comment on index key_device_product_machine is 'GetKeyDevices by product and machine.';

alter table key_usage add column last_day int not null generated always as ((last_seen / 86400)::int) stored;
create index key_usage_block on key_usage (account_id, generation, ((id >> 12)), last_day);
comment on index key_usage_block is 'GetKeyUsageSummaries without filter.';
create index key_usage_product
  on key_usage (account_id, generation, ((product_id::bigint << 32) | (id >> 12)), last_day);
comment on index key_usage_product is 'GetKeyUsageSummaries by product.';

-- Days on which none but excluded keys were seen are not shown.
alter table daily_usage add column shown boolean not null generated always as (total_requests > 0) stored;
create index daily_usage_shown on daily_usage (account_id, generation, id) where shown;
comment on index daily_usage_shown is 'GetDailyAggregates without filter.';
create index daily_usage_product on daily_usage (account_id, generation, product_id, id) where shown;
comment on index daily_usage_product is 'GetDailyAggregates by product.';

alter table daily_country_usage add column shown boolean not null generated always as (total_requests > 0) stored;
create index daily_country_usage_shown on daily_country_usage (account_id, generation, id) where shown;
comment on index daily_country_usage_shown is 'GetDailyCountryAggregates without filter.';
create index daily_country_usage_product on daily_country_usage (account_id, generation, product_id, id) where shown;
comment on index daily_country_usage_product is 'GetDailyCountryAggregates by product.';
create index daily_country_usage_country on daily_country_usage (account_id, generation, country, id) where shown;
comment on index daily_country_usage_country is 'GetDailyCountryAggregates by country.';
create index daily_country_usage_product_country
  on daily_country_usage (account_id, generation, product_id, country, id) where shown;
comment on index daily_country_usage_product_country is 'GetDailyCountryAggregates by product and country.';

create index license_excluded on license (account_id, global_id) where excluded_from_analytics;
comment on index license_excluded is 'Which keys count in no number of the daily tables.';
