-- What a PDF says of itself as a whole: [{title, page, depth}], and which way it is read. Books from before have neither.
alter table public.books
  add column outline jsonb not null default '[]',
  add column direction text not null default 'ltr' check (direction in ('ltr', 'rtl'));

-- Where on a page links are, and what they lead to: [{x, y, width, height, page or address}], fractions of the page.
alter table public.pages add column links jsonb not null default '[]';
