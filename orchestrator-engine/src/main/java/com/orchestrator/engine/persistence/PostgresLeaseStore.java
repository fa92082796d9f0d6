package com.orchestrator.engine.persistence;

import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.persistence.sql.DeleteWatches;
import com.orchestrator.engine.persistence.sql.FindDue;
import com.orchestrator.engine.persistence.sql.FindDueRuns;
import com.orchestrator.engine.persistence.sql.FindDueWatches;
import com.orchestrator.engine.persistence.sql.FindExpiredLeases;
import com.orchestrator.engine.persistence.sql.FindTold;
import com.orchestrator.engine.persistence.sql.LoadProgress;
import com.orchestrator.engine.persistence.sql.RenewLeases;
import com.orchestrator.engine.store.Due;
import com.orchestrator.engine.store.ExecutionRef;
import com.orchestrator.engine.store.LeaseStore;
import com.orchestrator.engine.store.LeaseWatch;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One statement, one transaction each. */
final class PostgresLeaseStore implements LeaseStore {

    private final JdbcAccess jdbc;

    PostgresLeaseStore(JdbcAccess jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Map<UUID, Renewed> renew(Collection<Renewal> renewals) {
        return jdbc.transaction(connection -> RenewLeases.run(connection, renewals));
    }

    @Override
    public List<ExecutionRef> findExpiredLeases(int limit) {
        return jdbc.transaction(connection -> FindExpiredLeases.run(connection, limit));
    }

    @Override
    public List<UUID> findDueRuns(int limit) {
        return jdbc.transaction(connection -> FindDueRuns.run(connection, limit));
    }

    @Override
    public List<UUID> findTold(int limit) {
        return jdbc.transaction(connection -> FindTold.run(connection, limit));
    }

    @Override
    public List<LeaseWatch> findDueWatches(int limit) {
        return jdbc.transaction(connection -> FindDueWatches.run(connection, limit));
    }

    @Override
    public void endWatches(Collection<Long> watchIds) {
        jdbc.transaction(connection -> DeleteWatches.run(connection, watchIds));
    }

    @Override
    public Due whatIsDue(Collection<String> queues) {
        return jdbc.transaction(connection -> FindDue.run(connection, queues));
    }

    @Override
    public Map<ProgressKey, Payload> loadLastProgress(Collection<ProgressKey> keys) {
        return jdbc.transaction(connection -> LoadProgress.run(connection, keys));
    }
}
