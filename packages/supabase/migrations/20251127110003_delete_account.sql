-- Deletes whoever calls it: profile, books and pages go with the person. Files are no rows: they are removed before.
create function public.delete_account() returns boolean
  language sql security definer set search_path = ''
as $$
  with deleted as (delete from auth.users where id = (select auth.uid()) returning id)
  select exists (select from deleted)
$$;

revoke execute on function public.delete_account() from public, anon;
grant execute on function public.delete_account() to authenticated;
