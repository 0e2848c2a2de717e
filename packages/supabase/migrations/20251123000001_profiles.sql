-- A person as others may see them. The row is made with the account and goes with it.
create table public.profiles (
  id uuid primary key references auth.users (id) on delete cascade,
  display_name text not null check (length(display_name) between 1 and 80),
  created_at timestamptz not null default now()
);

alter table public.profiles enable row level security;

create policy "people read their own profile" on public.profiles
  for select to authenticated using (id = (select auth.uid()));

create policy "people change their own profile" on public.profiles
  for update to authenticated using (id = (select auth.uid())) with check (id = (select auth.uid()));

-- Sign-up writes to auth.users as the auth service, which has no right on public.profiles: security definer lends it.
create function public.make_profile() returns trigger
  language plpgsql security definer set search_path = ''
as $$
begin
  insert into public.profiles (id, display_name)
  values (new.id, coalesce(nullif(left(split_part(new.email, '@', 1), 80), ''), 'Reader'));
  return new;
end
$$;

create trigger make_profile after insert on auth.users
  for each row execute function public.make_profile();
