package com.orchestrator.engine.persistence;

import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.persistence.sql.DeleteWatches;
import com.orchestrator.engine.persistence.sql.FindDue;
import com.orchestrator.engine.persistence.sql.FindDueRuns;
import com.orchestrator.engine.persistence.sql.FindDueWatches;
import com.orchestrator.engine.persistence.sql.FindTold;
import com.orchestrator.engine.persistence.sql.LookAtLeases;
import com.orchestrator.engine.persistence.sql.RenewLeases;
import com.orchestrator.engine.store.Due;
import com.orchestrator.engine.store.ExecutionRef;
import com.orchestrator.engine.store.LeaseStore;
import com.orchestrator.engine.store.LeaseWatch;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One statement, one transaction each, but for a look at leases. */
final class PostgresLeaseStore implements LeaseStore {

    private final JdbcAccess jdbc;
    private final DatabaseLife life;

    private final Seals seals;

    PostgresLeaseStore(JdbcAccess jdbc, Seals seals, DatabaseLife life) {
        this.life = life;
        this.jdbc = jdbc;
        this.seals = seals;
    }

    @Override
    public long fenceFloor() {
        return life.fenceFloor();
    }

    @Override
    public Map<UUID, Renewed> renew(Collection<Renewal> renewals) {
        return jdbc.transaction(
                connection -> RenewLeases.run(connection, ProgressSeals.sealed(connection, renewals, seals)));
    }

    /** As long as there is nothing but leases that were renewed, looks further. */
    @Override
    public List<ExecutionRef> findExpiredLeases(int limit) {
        List<LookAtLeases.Look> looks;
        List<ExecutionRef> expired;
        do {
            looks = jdbc.transaction(connection -> LookAtLeases.run(connection, limit));
            expired = looks.stream()
                    .filter(LookAtLeases.Look::isExpired)
                    .map(LookAtLeases.Look::execution)
                    .toList();
        } while (expired.isEmpty() && looks.size() == limit);
        return expired;
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
        return jdbc.transaction(connection -> ProgressSeals.load(connection, keys, seals));
    }
}
