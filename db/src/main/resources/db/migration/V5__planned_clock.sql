-- Every transaction reads this clock. A function in SQL that cannot be inlined is parsed and planned anew by each statement
-- that calls it, which costs more than all else in SELECT engine_now(); PL/pgSQL keeps the plan with the connection.
CREATE OR REPLACE FUNCTION engine_now() RETURNS TIMESTAMPTZ LANGUAGE plpgsql VOLATILE AS
$$ BEGIN RETURN clock_timestamp() + (SELECT clock_offset FROM engine_clock); END $$;
