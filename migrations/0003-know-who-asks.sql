-- 0003-know-who-asks.sql: customers, the names we know them by, their visits and orders.
create table customers (
  workspace_id uuid not null references workspaces,
  id uuid not null default uuidv7(),
  name text,
  language text,
  country text,
  city text,
  attributes jsonb not null default '{}',
  -- The person this one turned out to be; their identities and conversations have gone there.
  merged_into uuid,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, merged_into) references customers
);

create table customer_identities (
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  customer_id uuid not null,
  kind text not null check (kind in ('email', 'phone', 'visitor', 'shop_account')),
  value text not null,
  is_verified boolean not null,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, customer_id) references customers
);
create unique index customer_identities_verified on customer_identities (workspace_id, kind, value) where is_verified;
create unique index customer_identities_by_customer on customer_identities (workspace_id, customer_id, kind, value);

create table visits (
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  channel_id uuid not null,
  visitor_id uuid not null,
  customer_id uuid,
  started_at timestamptz not null,
  last_seen_at timestamptz not null,
  browser text,
  os text,
  device text,
  language text,
  referrer text,
  pages jsonb not null default '[]',
  cart jsonb,
  primary key (workspace_id, id),
  foreign key (workspace_id, channel_id) references channels,
  foreign key (workspace_id, customer_id) references customers
);
create index visits_by_visitor on visits (workspace_id, visitor_id, last_seen_at desc);
create index visits_by_customer on visits (workspace_id, customer_id, last_seen_at desc);

create table orders (
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  number text not null,
  customer_id uuid,
  status text not null,
  placed_at timestamptz not null,
  total numeric(12, 2) not null,
  currency text not null,
  items jsonb not null,
  delivery jsonb,
  primary key (workspace_id, id),
  unique (workspace_id, number),
  foreign key (workspace_id, customer_id) references customers
);
create index orders_by_customer on orders (workspace_id, customer_id, placed_at desc);
