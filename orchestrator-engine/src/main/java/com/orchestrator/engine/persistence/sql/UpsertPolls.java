package com.orchestrator.engine.persistence.sql;

import com.orchestrator.engine.store.WatchStore.Poll;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;

/** When queues were last polled. Several servers do it, so the rows are locked in one order. */
public final class UpsertPolls {

    private static final NamedSql SQL = NamedSql.of("""
            INSERT INTO queue_polls AS known (queue, last_poll_at, last_offer_at)
            SELECT polled.queue, clock.now, CASE WHEN polled.had_slot THEN clock.now END
            FROM unnest(:queues, :offers) AS polled (queue, had_slot) CROSS JOIN (SELECT engine_now() AS now) AS clock
            ORDER BY polled.queue
            ON CONFLICT (queue) DO UPDATE
            SET last_poll_at = excluded.last_poll_at,
                last_offer_at = COALESCE(excluded.last_offer_at, known.last_offer_at)
            """);

    private UpsertPolls() {}

    /** @return how many */
    public static int run(Connection connection, Collection<Poll> polls) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            statement.bindColumn("queues", ArrayType.TEXT, polls, Poll::queue);
            statement.bindColumn("offers", ArrayType.BOOL, polls, Poll::hadSlot);
            return statement.update();
        }
    }
}
