-- What a person asked for under a key of their own, so that asking again makes no second one. `request` is what was asked
-- for, as a hash, `made` the id of what came of it, and `answer` what they were told: null while it is under way, or where
-- whoever was at it has died. After a day a key is as good as new.
create table public.creations (
  owner uuid not null default auth.uid() references auth.users (id) on delete cascade,
  key text not null check (length(key) between 1 and 200),
  request text not null,
  made uuid not null,
  answer jsonb,
  begun_at timestamptz not null default now(),
  primary key (owner, key)
);

create index creations_begun on public.creations (begun_at);

alter table public.creations enable row level security;

create policy "owners do all with their keys" on public.creations
  for all to authenticated using (owner = (select auth.uid())) with check (owner = (select auth.uid()));

-- Makes the row of a book or of a link, unless it was made under this key before. Key and row are written together: of two
-- who come at once, one waits for the other, and finds what it has made. It runs with the caller's rights: row-level security
-- shows each their own keys.
--
-- {state: "begun"}: the row is there now; "made": it was, under the id `made`; "done": it was, and `answer` is what was told;
-- "under way": it was a moment ago, and may yet come to nothing; "other": the key is another request's.
create function public.create_once(key text, request text, made uuid, book jsonb default null, link jsonb default null)
  returns jsonb
  language plpgsql security invoker set search_path = ''
as $$
#variable_conflict use_column
declare
  earlier public.creations;
  stands boolean;
begin
  insert into public.creations as c (key, request, made)
  values (create_once.key, create_once.request, create_once.made)
  on conflict (owner, key) do update
    set request = excluded.request, made = excluded.made, answer = null, begun_at = now()
    where c.begun_at < now() - interval '24 hours';
  if not found then
    select * into earlier from public.creations c
    where c.key = create_once.key
    for update;
    if earlier.request <> create_once.request then
      return jsonb_build_object('state', 'other');
    elsif earlier.answer is not null then
      return jsonb_build_object('state', 'done', 'answer', earlier.answer);
    end if;
    -- Nobody was told. What has become of it the row itself says.
    if book is not null then
      select b.status = 'ready' or b.page_count > 0 into stands
      from public.books b where b.id = earlier.made and b.status <> 'failed';
      if not stands then
        return jsonb_build_object('state', 'under way');
      end if;
    else
      select true into stands from public.shares s where s.id = earlier.made;
    end if;
    if stands then
      return jsonb_build_object('state', 'made', 'made', earlier.made);
    end if;
    -- A book that failed without its owner's knowing makes room, and is cleared with its files.
    if book is not null then
      perform public.delete_book(earlier.made);
    end if;
    update public.creations c set made = create_once.made, begun_at = now()
    where c.key = create_once.key;
  end if;
  if book is not null then
    insert into public.books (id, title, titled)
    values (create_once.made, book ->> 'title', (book ->> 'titled')::boolean);
  else
    insert into public.shares (id, book_id, token, access, password_hash, ends_at, embeddable, downloadable)
    select create_once.made, l.book_id, l.token, l.access, l.password_hash, l.ends_at, l.embeddable, l.downloadable
    from jsonb_populate_record(null::public.shares, link) l;
  end if;
  return jsonb_build_object('state', 'begun');
end
$$;

revoke execute on function public.create_once(text, text, uuid, jsonb, jsonb) from public, anon;
grant execute on function public.create_once(text, text, uuid, jsonb, jsonb) to authenticated;
