-- Text as a search compares it: without case, accents, vowel points, ligatures, hyphens and widths, one kind of quotation
-- mark. Postgres alone: `unaccent` is three times as fast, but leaves Greek, Hebrew, Arabic and Japanese as they are, and
-- depends on a file, so that no column can be made of it.
create function public.folded(plain text) returns text
  language sql immutable parallel safe set search_path = ''
as $$
  select normalize(
    translate(
      regexp_replace(
        replace(replace(replace(lower(normalize(plain, NFKD)), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'),
        '[- \u00ad\u2010-\u2015\u2212\u200b-\u200f\u2060\ufeff\u0300-\u036f\u0591-\u05c7\u0640\u064b-\u065f\u0670]', '', 'g'
      ),
      'øłđıς‘’“”', 'oldiσ''''""'
    ),
    NFC
  )
$$;

-- The words of a page, folded, each with what parts it from the next: a line feed, or a unit separator where the next one
-- follows without a space (@flipdocs/book ends such words with a soft hyphen or a space without a width).
create function public.folded_words(words jsonb) returns text
  language sql immutable parallel safe set search_path = ''
as $$
  select public.folded(regexp_replace(
    coalesce(string_agg(translate(word ->> 'text', E'\n\x1f', ''), E'\n' order by n), ''), '[\u00ad\u200b]\n', E'\x1f', 'g'))
  from jsonb_array_elements(words) with ordinality as listed (word, n)
$$;

-- Where in `folded` each word begins, from 1.
create function public.word_starts(words jsonb) returns integer[]
  language sql immutable parallel safe set search_path = ''
as $$
  select array_agg(start::integer order by n)
  from (
    select n, 1 + sum(length(word)) over (order by n) - length(word)
    from string_to_table(replace(public.folded_words(words), E'\n', E'\n\x1f'), E'\x1f') with ordinality as cut (word, n)
  ) as counted (n, start)
$$;

-- Every row is written anew: pages that are there already are found as well. Not compressed: a search reads them all.
alter table public.pages
  add column folded text generated always as (replace(public.folded_words(words), E'\x1f', '')) stored,
  add column word_starts integer[] generated always as (public.word_starts(words)) stored,
  alter column folded set storage external;

-- The words of a page in which any of the terms stands, by their numbers from 1, in order.
create function public.words_with(terms text[], folded text, word_starts integer[]) returns integer[]
  language sql immutable parallel safe set search_path = '' set jit = off
as $$
  select array_agg(distinct word order by word)
  from unnest(terms) as term
  -- Behind each piece but the last, the term stands once.
  cross join lateral (
    select (sum(length(piece) + length(term)) over (order by n) - length(term) + 1)::integer, n < count(*) over ()
    from string_to_table(folded, term) with ordinality as cut (piece, n)
  ) as place (start, stands)
  cross join lateral generate_series(
    width_bucket(start, word_starts),
    width_bucket(start + length(term) - 1, word_starts)
  ) as word
  where stands
$$;

-- Looks through one book for all that was typed, each piece wherever it stands, also inside a word. It reads the book from
-- end to end: that takes less time than any index does for what is found on most pages, and finds all that an index of
-- words or of three letters does not. It runs with the caller's rights: row-level security decides what can be found.
--
-- `places` and `pages` count in the whole book; `hits` are its next `most` pages after the page `after`, in page order:
-- [{page, places, words: those to highlight, around: [{text, found}], the words around the first place}].
create function public.find_in_book(book uuid, typed text, after integer default 0, most integer default 20)
  returns jsonb
  -- Postgres cannot know how few pieces a page has, and would take seconds to compile for millions.
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
      select p.number, count.places
      from public.pages p
      cross join lateral (
        -- In bytes: to count characters takes longer than to find the term.
        select
          sum((octet_length(p.folded) - octet_length(replace(p.folded, term, ''))) / octet_length(term)),
          min(strpos(p.folded, term))
        from unnest(terms) as term
      ) as count (places, rarest)
      where p.book_id = book and count.rarest > 0
    ),
    slice as materialized (
      select p.number, c.places, p.words, public.words_with(terms, p.folded, p.word_starts) as marked
      from (select * from counted where number > after order by number limit most) c
      join public.pages p on p.book_id = book and p.number = c.number
    )
    select jsonb_build_object(
      'places', coalesce(sum(places), 0),
      'pages', count(*),
      'hits', (
        select coalesce(jsonb_agg(
          jsonb_build_object('page', number, 'places', slice.places, 'words', shown.words, 'around', shown.around) order by number
        ), '[]')
        from slice
        cross join lateral (
          select
            jsonb_agg(word order by n) filter (where n = any (marked)),
            jsonb_agg(jsonb_build_object('text', word -> 'text', 'found', n = any (marked)) order by n)
              filter (where n between marked[1] - 8 and marked[1] + 16)
          from jsonb_array_elements(slice.words) with ordinality as listed (word, n)
        ) as shown (words, around)
      )
    )
    from counted
  );
end
$$;
