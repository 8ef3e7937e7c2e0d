-- Answers of the application that a party is or was asked to confirm; they read these and no others. Parties of
-- before have none.
alter table case_party add column confirms text[] not null default '{}';
