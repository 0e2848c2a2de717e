-- How large a book's PDF is, so that what a person has can be added up. Storage knows it of those from before.
alter table public.books add column bytes bigint not null default 0 check (bytes >= 0);

update public.books b set bytes = (o.metadata ->> 'size')::bigint
from storage.objects o
where o.bucket_id = 'originals' and o.name = b.owner || '/' || b.id || '/original.pdf'
  and o.metadata ->> 'size' ~ '^\d{1,15}$';

-- What a person has: a deleted book counts until it is cleared, since its files are there until then. A book that is not on
-- the shelf yet, whose row has no size, counts for nobody.
create function public.shelf_use(member uuid) returns table (books integer, bytes bigint)
  language sql stable security definer set search_path = ''
as $$
  select count(*)::integer, coalesce(sum(b.bytes), 0)::bigint from public.books b
  where b.owner = member and b.bytes > 0
$$;

-- Puts a book with its size on its owner's shelf, unless they would then have more than they may: false is the answer then.
-- Whoever comes at the same time waits here, and counts this one. How much a person may have is the API's to say, and so only the service calls it.
create function public.weigh_book(member uuid, book uuid, size bigint, most_books integer, most_bytes bigint)
  returns boolean
  language plpgsql security definer set search_path = ''
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('shelf of ' || member, 0));
  update public.books b set bytes = size
  from (
    select count(*) as books, coalesce(sum(o.bytes), 0) as bytes
    from public.books o where o.owner = member and o.id <> book and o.bytes > 0
  ) had
  where b.id = book and b.owner = member and had.books < most_books and had.bytes + size <= most_bytes;
  return found;
end
$$;

do $$
declare
  act text;
begin
  foreach act in array array['shelf_use(uuid)', 'weigh_book(uuid, uuid, bigint, integer, bigint)'] loop
    execute format('revoke execute on function public.%s from public, anon, authenticated', act);
    execute format('grant execute on function public.%s to service_role', act);
  end loop;
end
$$;
