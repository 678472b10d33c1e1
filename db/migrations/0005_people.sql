-- People who sign in, their sessions and one-time links, when tokens were last used, and what search needs.

create extension if not exists pg_trgm;

alter table app_user
  -- null: the first owner, who has not said one yet.
  add column email text,
  -- The default is for programs of the version before, which know of owners only.
  add column role text not null default 'owner',
  -- When the password was last set; null: there is none.
  add column password_set bigint,
  -- Removed people stay, so that what they did keeps their name.
  add column deleted_at bigint;

-- Whose an e-mail address is, over all accounts: the one table that is keyed (and distributed) by something else than the
-- account, because its key must be unique over all of them and names the account of whoever signs in.
create table user_email (
  email text primary key,
  account_id int not null,
  user_id int not null
);

-- Apart from app_user, so that no list of people reads a hash. Deleted with the person.
create table user_password (
  account_id int not null,
  user_id int not null,
  -- `scrypt$N$r$p$salt$hash`: see engine/passwords.ts.
  hash text not null,
  last_sign_in bigint,
  primary key (account_id, user_id)
) with (fillfactor = 70);

create table user_session (
  account_id int not null,
  -- SHA-256 of the cookie’s secret.
  secret_hash bytea not null,
  user_id int not null,
  created bigint not null,
  -- To within some minutes.
  last_seen bigint not null,
  primary key (account_id, secret_hash)
) with (fillfactor = 70);
create index user_session_user on user_session (account_id, user_id, created);
comment on index user_session_user is 'Signing out everywhere; the oldest sessions of a user.';

-- Links that set a password, or sign in, once.
create table user_link (
  account_id int not null,
  -- SHA-256 of the link’s secret.
  secret_hash bytea not null,
  user_id int not null,
  created bigint not null,
  expires bigint not null,
  -- It signs in by itself and sets no password.
  signs_in boolean not null,
  primary key (account_id, secret_hash)
);
create index user_link_user on user_link (account_id, user_id, created);
comment on index user_link_user is 'All links of a user go when one is used; the oldest of too many.';

-- When tokens were last used, to the hour or so. Beside the token’s row, which is wide and changes hardly ever.
create table token_use (
  account_id int not null,
  token_id int not null,
  last_used bigint not null,
  primary key (account_id, token_id)
) with (fillfactor = 70);

create index license_key_prefix on license (account_id, (upper(key collate "C")) collate "C") where deleted_at is null;
comment on index license_key_prefix is 'Search: keys that begin with a text, in any case of letters.';
create index log_device_prefix on log_device (account_id, machine_code_normalized collate "C");
comment on index log_device_prefix is 'Search: machines whose code begins with a text, in any case of letters.';
create index log_device_name on log_device using gin (friendly_name_lower gin_trgm_ops) where friendly_name_lower <> '';
comment on index log_device_name is 'Search: friendly names that contain a text.';
create index log_address_prefix on log_address (account_id, address collate "C") where address <> '';
comment on index log_address_prefix is 'Search: networks whose addresses begin with a text.';
create index customer_texts on customer using gin
  (lower(' ' || coalesce(name, '') || ' ' || coalesce(company_name, '') || ' ' || coalesce(email, '')) gin_trgm_ops);
comment on index customer_texts is 'Search: customers whose name, company or e-mail address contains a text.';
