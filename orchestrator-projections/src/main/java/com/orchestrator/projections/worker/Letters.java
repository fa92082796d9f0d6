package com.orchestrator.projections.worker;

import com.orchestrator.projections.store.DeadLetters.DeadLetter;
import com.orchestrator.projections.store.Shard;
import com.orchestrator.projections.store.Tables;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Tries dead letters again that somebody has asked for, between two batches of their shard. */
final class Letters {

    private final Handover handover;
    private final Tables tables;

    Letters(Handover handover, Tables tables) {
        this.handover = handover;
        this.tables = tables;
    }

    /** Each in a transaction of its own; false when the shard is somebody else's. */
    boolean run(Shard shard) throws SQLException {
        tables.transactions().run(connection -> {
            tables.shards().lookForLetters(connection, shard);
            return true;
        });
        for (Optional<DeadLetter> letter = next(shard); letter.isPresent(); letter = next(shard)) {
            if (!workIn(shard, letter.get())) {
                return false;
            }
        }
        return true;
    }

    private Optional<DeadLetter> next(Shard shard) throws SQLException {
        return tables.transactions().run(connection -> tables.deadLetters().asked(connection, shard));
    }

    private boolean workIn(Shard shard, DeadLetter letter) throws SQLException {
        String eventId = letter.event().id();
        try {
            return handover.run(
                    shard,
                    List.of(letter.event()),
                    connection -> tables.deadLetters().take(connection, shard.projection(), eventId)
                            && tables.shards().workedIn(connection, shard));
        } catch (HandlerFailure failure) {
            return tables.transactions().run(connection -> {
                tables.deadLetters().inVain(connection, shard.projection(), eventId, failure.text());
                return true;
            });
        }
    }
}
