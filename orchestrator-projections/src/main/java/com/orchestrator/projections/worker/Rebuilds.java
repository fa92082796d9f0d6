package com.orchestrator.projections.worker;

import com.orchestrator.projections.Projection;
import com.orchestrator.projections.Rebuildable;
import com.orchestrator.projections.store.Shard;
import com.orchestrator.projections.store.ShardRows;
import com.orchestrator.projections.store.Tables;
import java.sql.Connection;
import java.sql.SQLException;

/** Begins rebuilds that somebody has asked for, and gives them up; done by the owner of the first shard that is read. */
final class Rebuilds {

    private final Projection projection;
    private final Tables tables;

    Rebuilds(Projection projection, Tables tables) {
        this.projection = projection;
        this.tables = tables;
    }

    /** What cannot be done is refused with the reason, for people to read. */
    void answer(Shard shard) throws SQLException {
        if (!(projection instanceof Rebuildable rebuilt)) {
            refuse(shard, projection.name() + " is not Rebuildable");
            return;
        }
        try {
            if (Shard.Wish.GIVE_UP.equals(shard.wish().asked())) {
                giveUp(rebuilt, shard);
            } else {
                tables.transactions().run(connection -> begin(rebuilt, shard, connection));
            }
        } catch (SQLException | RuntimeException | LinkageError failure) {
            refuse(shard, failure.toString());
        }
    }

    private void refuse(Shard shard, String reason) throws SQLException {
        tables.transactions().run(connection -> tables.shards().answered(connection, shard, reason));
    }

    private boolean begin(Rebuildable rebuilt, Shard shard, Connection connection) throws SQLException {
        if (!tables.shards().answered(connection, shard, null)) {
            return false;
        }
        int build = shard.build() + 1;
        rebuilt.prepare(LentConnection.of(connection), build);
        tables.shards()
                .add(
                        connection,
                        shard.projection(),
                        new ShardRows.Build(build, false),
                        shard.count(),
                        shard.generation());
        return true;
    }

    /**
     * The rows go first, in a transaction of their own: whoever works on the build can commit nothing any more, and lets go of its
     * tables. What was asked for stays until these are gone as well.
     */
    private void giveUp(Rebuildable rebuilt, Shard shard) throws SQLException {
        tables.transactions().run(connection -> {
            tables.shards().removeFresh(connection, shard.projection());
            return true;
        });
        tables.transactions().run(connection -> {
            rebuilt.discard(LentConnection.of(connection), shard.build() + 1);
            return tables.shards().answered(connection, shard, null);
        });
    }
}
