-- Who gave a mandate and who ended it, as people of the population library. What follows from the registers,
-- such as the mandate of a legal representative, was given by nobody.
alter table mandate add column granted_by uuid;
alter table mandate add column revoked_by uuid;
