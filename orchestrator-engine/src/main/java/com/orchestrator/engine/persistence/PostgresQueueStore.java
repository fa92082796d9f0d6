package com.orchestrator.engine.persistence;

import com.orchestrator.api.fleet.QueueStatus;
import com.orchestrator.api.model.Page;
import com.orchestrator.engine.persistence.sql.FindQueueStatus;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.store.QueueStore;
import java.util.List;
import java.util.Optional;

/** One statement, one transaction each. */
final class PostgresQueueStore implements QueueStore {

    private final JdbcAccess jdbc;

    PostgresQueueStore(JdbcAccess jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Page<QueueStatus> list(ListQuery query) {
        String after = Cursor.name(query.cursor());
        List<QueueStatus> found =
                jdbc.transaction(connection -> FindQueueStatus.page(connection, after, query.limit() + 1));
        return Cursor.page(found, query.limit(), queue -> Cursor.of(queue.name()));
    }

    @Override
    public Optional<QueueStatus> find(String name) {
        return jdbc.transaction(connection -> FindQueueStatus.one(connection, name)).stream()
                .findFirst();
    }
}
