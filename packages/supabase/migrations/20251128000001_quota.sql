-- How large a book's PDF is, so that what a person has can be added up. Storage knows it of those from before.
alter table public.books add column bytes bigint not null default 0 check (bytes >= 0);

update public.books b set bytes = (o.metadata ->> 'size')::bigint
from storage.objects o
where o.bucket_id = 'originals' and o.name = b.owner || '/' || b.id || '/original.pdf'
  and o.metadata ->> 'size' ~ '^\d{1,15}$';

-- What a person has: a deleted book counts until it is cleared, since its files are there until then.
create function public.shelf_use(member uuid) returns table (books integer, bytes bigint)
  language sql stable security definer set search_path = ''
as $$
  select count(*)::integer, coalesce(sum(b.bytes), 0)::bigint from public.books b where b.owner = member
$$;

-- Adds a book, unless its owner would then have more than they may: no row is the answer then. Whoever adds at the same
-- time waits here, and counts this one. How much a person may have is the API's to say, and so only the service calls it.
create function public.add_book(
  member uuid, book uuid, name text, named boolean, size bigint, most_books integer, most_bytes bigint
)
  returns table (created_at timestamptz)
  language plpgsql security definer set search_path = ''
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('shelf of ' || member, 0));
  return query
    insert into public.books as b (id, owner, title, titled, bytes)
    select book, member, name, named, size
    from public.shelf_use(member) had
    where had.books < most_books and had.bytes + size <= most_bytes
    returning b.created_at;
end
$$;

do $$
declare
  act text;
begin
  foreach act in array array['shelf_use(uuid)', 'add_book(uuid, uuid, text, boolean, bigint, integer, bigint)'] loop
    execute format('revoke execute on function public.%s from public, anon, authenticated', act);
    execute format('grant execute on function public.%s to service_role', act);
  end loop;
end
$$;
