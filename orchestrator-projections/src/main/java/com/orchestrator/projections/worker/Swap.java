package com.orchestrator.projections.worker;

import com.orchestrator.projections.EventSource;
import com.orchestrator.projections.Rebuildable;
import com.orchestrator.projections.store.Shard;
import com.orchestrator.projections.store.Tables;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Puts a build that was made anew in the place of the one that is read, in a moment when it is as far in each shard. */
final class Swap {

    private final Rebuildable projection;
    private final EventSource source;
    private final Tables tables;

    Swap(Rebuildable projection, EventSource source, Tables tables) {
        this.projection = projection;
        this.source = source;
        this.tables = tables;
    }

    /** Changes nothing when it is not as far; whoever rests next tries again. */
    void attempt(int build) throws SQLException {
        if (isAsFar(tables.transactions().run(this::rows), build)) {
            tables.transactions().run(connection -> swap(connection, build));
        }
    }

    private List<Shard> rows(Connection connection) throws SQLException {
        return tables.shards().of(connection, projection.name());
    }

    /** Looks again once the old build cannot move any more. */
    private boolean swap(Connection connection, int build) throws SQLException {
        tables.shards().holdLive(connection, projection.name());
        List<Shard> rows = rows(connection);
        if (!isAsFar(rows, build)) {
            connection.rollback();
            return false;
        }
        projection.swap(connection, build, rows.get(0).build());
        tables.shards().makeLive(connection, projection.name(), build);
        return true;
    }

    /** Builds come in their order: first the one that is read. */
    private boolean isAsFar(List<Shard> rows, int build) {
        List<Shard> old = rows.stream().filter(Shard::live).toList();
        List<Shard> fresh =
                rows.stream().filter(shard -> shard.build() == build).toList();
        if (old.isEmpty() || old.get(0).build() == build || old.size() != fresh.size()) {
            return false;
        }
        for (int i = 0; i < old.size(); i++) {
            if (source.compare(fresh.get(i).position(), old.get(i).position()) < 0) {
                return false;
            }
        }
        return true;
    }
}
