-- What titles are sorted by: without case and accents, and numbers by their size, for which each gets ten digits.
create function public.title_key(title text) returns text
  language sql immutable parallel safe set search_path = ''
as $$
  select public.folded(
    regexp_replace(regexp_replace(title, '(\d+)', '000000000\1', 'g'), '\d*(\d{10})(?!\d)', '\1', 'g')
  )
$$;

-- A deleted book waits a day for its owner to think better of it, and is then cleared with its files. `titled` says that
-- its owner named it: only then does what the file says of itself not count. `cover` identifies the small picture of its
-- first page; books from before have none.
alter table public.books
  add column deleted_at timestamptz,
  add column read_at timestamptz,
  add column titled boolean not null default true,
  add column cover text,
  add column title_key text collate "C" generated always as (public.title_key(title)) stored;

create index books_deleted on public.books (deleted_at) where deleted_at is not null;

-- Whoever may read a book, its pages or its files sees them through its row: where that is gone, all is.
create policy "what is deleted is not there" on public.books as restrictive
  for select to anon, authenticated using (deleted_at is null);

-- The row that is written could not be seen by who writes it: these act for the owner, and for nobody else.
create function public.delete_book(book uuid) returns boolean
  language sql security definer set search_path = ''
as $$
  with deleted as (
    update public.books set deleted_at = now()
    where id = book and owner = (select auth.uid()) and deleted_at is null
    returning id
  )
  select exists (select from deleted)
$$;

create function public.restore_book(book uuid) returns boolean
  language sql security definer set search_path = ''
as $$
  with restored as (
    update public.books set deleted_at = null
    where id = book and owner = (select auth.uid()) and deleted_at > now() - interval '24 hours'
    returning id
  )
  select exists (select from restored)
$$;

-- Takes back what was begun and never had a page, deleted or not: there is nothing in it to have back.
create function public.drop_upload(book uuid) returns boolean
  language sql security definer set search_path = ''
as $$
  with dropped as (
    delete from public.books
    where id = book and owner = (select auth.uid()) and status = 'making' and page_count = 0
    returning id
  )
  select exists (select from dropped)
$$;

-- What can still be had back, last deleted first.
create function public.deleted_books() returns table (id uuid, title text, deleted_at timestamptz)
  language sql stable security definer set search_path = ''
as $$
  select b.id, b.title, b.deleted_at
  from public.books b
  where b.owner = (select auth.uid()) and b.deleted_at > now() - interval '24 hours'
  order by b.deleted_at desc
  limit 100
$$;

-- Says that its owner has opened a book: once a minute is enough.
create function public.mark_read(book uuid) returns boolean
  language sql security definer set search_path = ''
as $$
  with marked as (
    update public.books set read_at = now()
    where id = book and owner = (select auth.uid()) and deleted_at is null
      and (read_at is null or read_at < now() - interval '1 minute')
    returning id
  )
  select exists (select from marked)
$$;

-- A person's books in one of three orders, from behind a place on: the last one's `place` and id. What two books have
-- alike is told apart by their ids, so that each comes once. It runs with the caller's rights: of another's, only what is
-- public is listed.
create function public.own_books(
  member uuid, sorted text default 'newest', after_place text default null, after_id uuid default null, most integer default 100
)
  returns table (
    id uuid, title text, status text, visibility text, page_count integer, failure text, created_at timestamptz,
    cover text, place text
  )
  language plpgsql stable security invoker set search_path = ''
as $$
#variable_conflict use_column
begin
  if sorted = 'title' then
    return query
      select b.id, b.title, b.status, b.visibility, b.page_count, b.failure, b.created_at, b.cover, b.title_key
      from public.books b
      where b.owner = member
        and (after_id is null or (b.title_key, b.id) > (after_place collate "C", after_id))
      order by b.title_key, b.id
      limit most;
  elsif sorted = 'read' then
    return query
      select b.id, b.title, b.status, b.visibility, b.page_count, b.failure, b.created_at, b.cover,
        coalesce(b.read_at, '-infinity')::text
      from public.books b
      where b.owner = member
        and (after_id is null or (coalesce(b.read_at, '-infinity'), b.id) < (after_place::timestamptz, after_id))
      order by coalesce(b.read_at, '-infinity') desc, b.id desc
      limit most;
  else
    return query
      select b.id, b.title, b.status, b.visibility, b.page_count, b.failure, b.created_at, b.cover, b.created_at::text
      from public.books b
      where b.owner = member
        and (after_id is null or (b.created_at, b.id) < (after_place::timestamptz, after_id))
      order by b.created_at desc, b.id desc
      limit most;
  end if;
end
$$;

do $$
declare
  act text;
begin
  foreach act in array array[
    'delete_book(uuid)', 'restore_book(uuid)', 'drop_upload(uuid)', 'deleted_books()', 'mark_read(uuid)'
  ] loop
    execute format('revoke execute on function public.%s from public, anon', act);
    execute format('grant execute on function public.%s to authenticated, service_role', act);
  end loop;
end
$$;
