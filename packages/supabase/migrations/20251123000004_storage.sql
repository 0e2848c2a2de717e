-- Files lie at <owner or 'house'>/<book>/…, so that a path alone says whose they are.
insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
values
  ('originals', 'originals', false, 52428800, array['application/pdf']),
  ('pages', 'pages', false, 10485760, array['image/jpeg', 'image/webp']);

create policy "owners do all with their files" on storage.objects
  for all to authenticated
  using (bucket_id in ('originals', 'pages') and (storage.foldername(name))[1] = (select auth.uid())::text)
  with check (bucket_id in ('originals', 'pages') and (storage.foldername(name))[1] = (select auth.uid())::text);

-- The owner's folder is compared as well: a file that somebody else puts under a public book's id stays theirs.
create policy "anybody reads files of public books" on storage.objects
  for select to anon, authenticated
  using (
    bucket_id in ('originals', 'pages')
    and exists (
      select from public.books b
      where b.visibility = 'public'
        and b.id::text = (storage.foldername(name))[2]
        and coalesce(b.owner::text, 'house') = (storage.foldername(name))[1]
    )
  );
