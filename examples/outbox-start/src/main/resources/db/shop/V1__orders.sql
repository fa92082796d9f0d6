CREATE TABLE orders (
    id text PRIMARY KEY,
    total numeric NOT NULL CHECK (total <= 1000)
);

CREATE TABLE payments (
    id text PRIMARY KEY,
    order_id text NOT NULL REFERENCES orders
);
