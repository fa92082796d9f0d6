package com.orchestrator.engine.persistence;

import com.orchestrator.api.model.Incident;
import com.orchestrator.engine.history.ExecutionId;
import com.orchestrator.engine.persistence.sql.CountSetAside;
import com.orchestrator.engine.persistence.sql.FindSetAside;
import com.orchestrator.engine.persistence.sql.FindUntried;
import com.orchestrator.engine.persistence.sql.KeptReports;
import com.orchestrator.engine.persistence.sql.SetRunAside;
import com.orchestrator.engine.store.KeptReport;
import com.orchestrator.engine.store.SetAsideStore;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** One transaction each. */
final class PostgresSetAsideStore implements SetAsideStore {

    private final JdbcAccess jdbc;
    private final Seals seals;

    PostgresSetAsideStore(JdbcAccess jdbc, Seals seals) {
        this.jdbc = jdbc;
        this.seals = seals;
    }

    @Override
    public Incident setAside(Fault fault) {
        return jdbc.transaction(connection -> SetRunAside.run(connection, fault));
    }

    @Override
    public Optional<Incident> find(UUID instanceId) {
        return jdbc.transaction(connection -> FindSetAside.open(connection, instanceId));
    }

    @Override
    public void keep(KeptReport report) {
        jdbc.transaction(connection -> {
            UUID instanceId = ExecutionId.instanceOf(report.report().executionId());
            RunSeal seal = seals.ofRuns(connection, List.of(instanceId)).of(instanceId);
            KeptReports.insert(connection, List.of(ReportJson.row(report, seal)));
            return report;
        });
    }

    @Override
    public List<UUID> untried(UUID server, UUID after, int limit) {
        return jdbc.transaction(connection -> FindUntried.run(connection, server, after, limit));
    }

    @Override
    public long count() {
        return jdbc.transaction(CountSetAside::run);
    }
}
