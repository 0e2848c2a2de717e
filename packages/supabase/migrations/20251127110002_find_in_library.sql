-- Looks through all books of a person for what was typed, as `find_in_book` looks through one: in their titles, and on their
-- pages. It runs with the caller's rights: of another's books, only the public ones are found.
--
-- `books`, `pages` and `places` count in all of them; `found` are the next `most` books after the first `skip`, those whose
-- title has it first, then those with the most pages: [{id, title, pages, places, hits: up to three pages in their order,
-- [{page, places, around: [{text, found}], the words around the first place}]}].
create function public.find_in_library(member uuid, typed text, skip integer default 0, most integer default 10)
  returns jsonb
  language plpgsql stable security invoker set search_path = '' set jit = off
as $$
declare
  terms text[] := array(
    select distinct public.folded(piece)
    from regexp_split_to_table(normalize(typed, NFKD), '\s+') as piece
    where public.folded(piece) <> ''
  );
begin
  return (
    with counted as materialized (
      select p.book_id, p.number, count.places, row_number() over (partition by p.book_id order by p.number) as nth
      from public.books b
      join public.pages p on p.book_id = b.id
      cross join lateral (
        select
          sum((octet_length(p.folded) - octet_length(replace(p.folded, term, ''))) / octet_length(term)),
          min(strpos(p.folded, term))
        from unnest(terms) as term
      ) as count (places, rarest)
      where b.owner = member and count.rarest > 0
    ),
    totals as (
      select book_id, count(*) as pages, sum(places) as places from counted group by book_id
    ),
    found as materialized (
      select b.id, b.title, b.created_at, named.so, coalesce(t.pages, 0) as pages, coalesce(t.places, 0) as places
      from public.books b
      left join totals t on t.book_id = b.id
      cross join lateral (
        select coalesce(bool_and(strpos(public.folded(b.title), term) > 0), false) from unnest(terms) as term
      ) as named (so)
      where b.owner = member and (t.pages > 0 or named.so)
    ),
    slice as materialized (
      select * from found order by so desc, pages desc, created_at desc, id limit most offset skip
    )
    select jsonb_build_object(
      'books', count(*),
      'pages', coalesce(sum(pages), 0),
      'places', coalesce(sum(places), 0),
      'found', (
        select coalesce(jsonb_agg(
          jsonb_build_object('id', s.id, 'title', s.title, 'pages', s.pages, 'places', s.places, 'hits', shown.hits)
          order by s.so desc, s.pages desc, s.created_at desc, s.id
        ), '[]')
        from slice s
        cross join lateral (
          select coalesce(
            jsonb_agg(jsonb_build_object('page', c.number, 'places', c.places, 'around', line.around) order by c.number), '[]'
          )
          from counted c
          join public.pages p on p.book_id = c.book_id and p.number = c.number
          cross join lateral (select public.words_with(terms, p.folded, p.word_starts)) as those (marked)
          cross join lateral (
            select jsonb_agg(jsonb_build_object('text', word -> 'text', 'found', n = any (those.marked)) order by n)
            from jsonb_array_elements(p.words) with ordinality as listed (word, n)
            where n between those.marked[1] - 8 and those.marked[1] + 16
          ) as line (around)
          where c.book_id = s.id and c.nth <= 3
        ) as shown (hits)
      )
    )
    from found
  );
end
$$;
