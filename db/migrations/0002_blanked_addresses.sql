-- An address is unique in its month until it is blanked: then its row only keeps the country, and a month has many such rows.
alter table log_address drop constraint log_address_account_id_month_address_key;

create unique index log_address_kept on log_address (account_id, month, address) where address <> '';
comment on index log_address_kept is 'The number of an address that a log row is about to name; the months that retention has yet to blank.';
