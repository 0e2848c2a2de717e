-- A link to a book, for whoever has it. The token is all that it takes to read the book, and so it is kept as it is for
-- the owner alone, who copies it again; visitors never ask this table, the service asks it for them (shared_book).
-- One that is revoked is deleted: it and one that never was are the same.
create table public.shares (
  id uuid primary key default gen_random_uuid(),
  book_id uuid not null references public.books (id) on delete cascade,
  -- 18 random bytes, base64url.
  token text not null unique check (token ~ '^[A-Za-z0-9_-]{24}$'),
  -- public: search engines may list it; unlisted: whoever has the link; password: and knows the password.
  access text not null check (access in ('public', 'unlisted', 'password')),
  -- As argon2id.
  password_hash text check (password_hash like '$argon2id$%'),
  ends_at timestamptz,
  embeddable boolean not null default false,
  downloadable boolean not null default false,
  views bigint not null default 0 check (views >= 0),
  created_at timestamptz not null default now(),
  check ((access = 'password') = (password_hash is not null)),
  -- In another site's frame the browser keeps the cookie back that says that the password was right.
  check (access <> 'password' or not embeddable)
);

create index shares_book on public.shares (book_id, created_at desc);

alter table public.shares enable row level security;

create policy "owners do all with the links to their books" on public.shares
  for all to authenticated
  using (exists (select from public.books b where b.id = book_id and b.owner = (select auth.uid())))
  with check (exists (select from public.books b where b.id = book_id and b.owner = (select auth.uid())));

-- What a link leads to, as one of a list that is empty when it leads nowhere, or no longer: null could be anybody's
-- answer. A function, so that the token is in no address that
-- anybody's log keeps; for the service alone.
create function public.shared_book(token text) returns jsonb
  language sql stable security invoker set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'id', s.id, 'access', s.access, 'password_hash', s.password_hash,
    'embeddable', s.embeddable, 'downloadable', s.downloadable,
    'book', jsonb_build_object(
      'id', b.id, 'owner', b.owner, 'title', b.title, 'status', b.status, 'page_count', b.page_count)
  )), '[]')
  from public.shares s
  join public.books b on b.id = s.book_id
  where s.token = shared_book.token
    and (s.ends_at is null or s.ends_at > now())
    and b.status <> 'failed'
    -- The service sees past the policies: a book that is deleted, and can still be had back, is not there for visitors.
    and b.deleted_at is null
$$;

-- One view more, for the service alone: an owner counts none.
create function public.count_view(share uuid) returns bigint
  language sql security invoker set search_path = ''
as $$
  update public.shares set views = views + 1 where id = share returning views
$$;

revoke execute on function public.shared_book(text), public.count_view(uuid) from public, anon, authenticated;
grant execute on function public.shared_book(text), public.count_view(uuid) to service_role;
