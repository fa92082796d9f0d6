package com.orchestrator.engine.persistence;

import com.orchestrator.api.model.LockStatus;
import com.orchestrator.api.model.Page;
import com.orchestrator.engine.persistence.sql.FindAdmissible;
import com.orchestrator.engine.persistence.sql.FindEntangled;
import com.orchestrator.engine.persistence.sql.ForgetGates;
import com.orchestrator.engine.persistence.sql.ListLocks;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.store.ClaimStore;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One transaction each. */
final class PostgresClaimStore implements ClaimStore {

    private final JdbcAccess jdbc;

    PostgresClaimStore(JdbcAccess jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public List<UUID> findAdmissible(int limit) {
        return jdbc.transaction(connection -> FindAdmissible.all(connection, limit));
    }

    @Override
    public Entangled findEntangled() {
        return jdbc.transaction(FindEntangled::run);
    }

    @Override
    public int forgetGates(int limit) {
        return jdbc.transaction(connection -> ForgetGates.run(connection, limit));
    }

    @Override
    public Page<LockStatus> listLocks(@Nullable String name, ListQuery query) {
        String after = Cursor.name(query.cursor());
        List<LockStatus> found =
                jdbc.transaction(connection -> ListLocks.page(connection, name, after, query.limit() + 1));
        return Cursor.page(found, query.limit(), lock -> Cursor.of(lock.name()));
    }
}
