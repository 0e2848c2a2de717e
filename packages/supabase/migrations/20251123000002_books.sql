-- A book without an owner belongs to the house (the sample); nobody but the service may change it.
create table public.books (
  id uuid primary key default gen_random_uuid(),
  owner uuid default auth.uid() references auth.users (id) on delete cascade,
  title text not null check (length(title) between 1 and 200),
  status text not null default 'making' check (status in ('making', 'ready', 'failed')),
  visibility text not null default 'private' check (visibility in ('private', 'public')),
  page_count integer not null default 0 check (page_count >= 0),
  failure text,
  created_at timestamptz not null default now(),
  check ((status = 'failed') = (failure is not null))
);

create index books_owner on public.books (owner, created_at desc);
create index books_public on public.books (created_at desc) where visibility = 'public';

-- `digest` identifies the image, so that a browser that has it need not fetch it again.
-- `words` are the boxes to highlight: [{text, x, y, width, height}], fractions of the page.
create table public.pages (
  book_id uuid not null references public.books (id) on delete cascade,
  number integer not null check (number > 0),
  width integer not null check (width > 0),
  height integer not null check (height > 0),
  digest text not null,
  words jsonb not null,
  content text not null,
  -- 'simple' knows no language, and so treats all of them alike.
  search tsvector generated always as (to_tsvector('simple', content)) stored,
  primary key (book_id, number)
);

create index pages_search on public.pages using gin (search);

alter table public.books enable row level security;
alter table public.pages enable row level security;

create policy "owners do all with their books" on public.books
  for all to authenticated using (owner = (select auth.uid())) with check (owner = (select auth.uid()));

create policy "anybody reads public books" on public.books
  for select to anon, authenticated using (visibility = 'public');

create policy "owners do all with their pages" on public.pages
  for all to authenticated
  using (exists (select from public.books b where b.id = book_id and b.owner = (select auth.uid())))
  with check (exists (select from public.books b where b.id = book_id and b.owner = (select auth.uid())));

create policy "anybody reads pages of public books" on public.pages
  for select to anon, authenticated
  using (exists (select from public.books b where b.id = book_id and b.visibility = 'public'));
