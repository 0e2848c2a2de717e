-- Every word of what was typed, as the beginning of a word: `flip boo` finds "flipping books".
-- Lexemes are quoted, so nothing a person types is read as query syntax.
create function public.prefix_query(typed text, operator text) returns tsquery
  language sql immutable set search_path = ''
as $$
  select string_agg('''' || replace(replace(lexeme, '\', '\\'), '''', '''''') || ''':*', operator)::tsquery
  from unnest(to_tsvector('simple', typed))
$$;

-- The pages of one book that hold all the words, in page order, with the boxes of the words that matched.
-- It runs with the caller's rights: row-level security decides what can be found.
create function public.search_book(book uuid, typed text, most integer default 100)
  returns table (page integer, snippet text, words jsonb)
  language sql stable security invoker set search_path = ''
as $$
  select
    p.number,
    ts_headline('simple', p.content, public.prefix_query(typed, ' & '),
      'StartSel="", StopSel="", MaxWords=24, MinWords=10'),
    (
      select coalesce(jsonb_agg(w.word), '[]')
      from jsonb_array_elements(p.words) as w (word)
      where to_tsvector('simple', w.word ->> 'text') @@ public.prefix_query(typed, ' | ')
    )
  from public.pages p
  where p.book_id = book and p.search @@ public.prefix_query(typed, ' & ')
  order by p.number
  limit most
$$;
